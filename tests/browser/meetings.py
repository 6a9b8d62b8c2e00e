"""What the matched mentee and their mentor plan, and the questions that wait for them."""

from datetime import timedelta

from tests.contracts.meeting_world import pulse

DAY = timedelta(days=1)


def put_meetings(served, match_id) -> None:
    """One planned meeting, times to choose from on each side, and three questions."""
    services, actors, now = served.hub.services, served.actors, served.hub.clock.now()
    mentee, mentor, plan = actors["matched"], actors["mentor"], services.appointments
    place = "https://meet.example.edu/room-5"
    times = [now + DAY, now + 2 * DAY]
    services.teams_choices.pause(mentor, 2)
    first = plan.propose(mentor, match_id, times, 60, place)
    plan.choose(mentee, first.id, times[0])
    plan.propose(mentor, match_id, [now + 8 * DAY, now + 9 * DAY], 45)
    plan.propose(mentee, match_id, [now + 15 * DAY], 45)
    with served.hub.storage.tenant(mentee.organization_id) as work:
        match = work.matches.get(match_id)
        work.pulses.add_many(
            [
                pulse(match, person_id, asked_at=now, closes_at=now + 7 * DAY)
                for person_id in (match.mentee_id, match.mentor_id)
            ]
        )
