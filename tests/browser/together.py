"""Drop-in times and groups in every situation."""

from datetime import timedelta

from core.domain.identifiers import PersonId
from core.services.drop_in.offers import Offer
from core.services.groups.plans import GroupPlan


def put_times_and_groups(served) -> None:
    """The mentor offers two times, of which one is booked, and leads one of two groups."""
    services, actors = served.hub.services, served.actors
    tomorrow = (served.hub.clock.now() + timedelta(days=1)).replace(tzinfo=None)
    topic = "Applications, interviews and what to do in the first hundred days"
    booked, _ = services.offers.offer(
        actors["mentor"],
        Offer(
            starts_at=tomorrow,
            minutes=30,
            places=2,
            weeks=2,
            topic=topic,
            whereabouts="https://meet.example.edu/room-5",
        ),
    )
    note = "May I show you my letter?"
    services.bookings.book(actors["mentee"], booked.id, note)
    mentors = [person.id for person in services.groups.mentors(actors["teacher"])]
    own = actors["mentor"].person_id
    other = next(person_id for person_id in mentors if person_id != own)
    led = _group(served, "Writing circle", own, other)
    services.joining.join(actors["circle"], led.id)
    _group(served, "First hundred days", other)


def _group(served, name: str, *mentors: PersonId):
    plan = GroupPlan(name=name, topic="Texts that are read", mentors=mentors, whereabouts="Room 5")
    return served.hub.services.groups.start(served.actors["teacher"], plan)
