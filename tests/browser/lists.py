"""Mentees' lists in every situation: put together, sent, and without anybody left to ask."""

from core.domain.match import DeclineReason
from core.domain.profile import Profile
from core.domain.program import Role

NO = "I start a new job next month. Do ask Ines, who knows this better than I do."


def put_lists(served) -> None:
    for who in ("drafting", "searching", "waitlisted"):
        _mentee(served, who)
    hub, actors = served.hub, served.actors
    choices, requests = hub.services.choices, hub.services.requests
    mentors = _mentors(hub, actors["drafting"])
    for mentor in mentors[:3]:
        choices.add(actors["drafting"], mentor.person_id, "I liked your talk about migrations.")
    for mentor in mentors:
        choices.add(actors["searching"], mentor.person_id)
    choices.send(actors["searching"])
    requests.later(mentors[0], _asked(choices, actors["searching"]), 4)
    requests.decline(mentors[1], _asked(choices, actors["searching"]), note=NO)
    choices.add(actors["waitlisted"], mentors[0].person_id)
    choices.send(actors["waitlisted"])
    why = {"reason": DeclineReason.NO_TIME, "note": NO}
    requests.decline(mentors[0], _asked(choices, actors["waitlisted"]), **why)


def _mentee(served, who: str) -> None:
    served.newcomer(who)
    actor = served.actors[who]
    services = served.hub.services
    services.participations.join(actor, Role.MENTEE)
    told = Profile(person_id=actor.person_id, goals=("Lead a team",), languages=("en",))
    services.profiles.save(actor, told)
    served.hub.read_texts()


def _mentors(hub, mentee):
    """Four whom the mentee may ask, as actors."""
    found = hub.services.suggestions.for_mentee(mentee, 4).items
    return [hub.demo_actor(item.person.name) for item in found]


def _asked(choices, mentee):
    (entry,) = choices.mine(mentee).asked
    return entry.match.id
