"""Planned meetings: choosing a time, what is planned; meetings that took place."""

from core.domain.appointment import Appointment, AppointmentState
from core.domain.identifiers import AppointmentId, MatchId, MeetingId
from core.domain.match import OCCUPYING_STATES
from core.errors import NotFoundError
from core.sentence import Sentence, sentence
from core.services.activities.meetings import LONGEST, SHORTEST
from core.services.appointments.appointments import ViewedAppointment
from teams_app.cards.elements import (
    Element,
    card,
    choice,
    day,
    execute,
    facts,
    heading,
    number,
    text,
)
from teams_app.cards.reader import Reader
from teams_app.cards.verbs import Verb
from teams_app.cards.words import plain

PAGE = "/app/matches"
USUAL = 60
"""Minutes of a meeting, unless somebody says otherwise."""


def appointment_card(reader: Reader, appointment_id: AppointmentId) -> Element:
    """The newest form of the card about a planned meeting.

    Raises:
        NotFoundError: it is not theirs.
    """
    words = reader.words
    viewed = reader.services.appointments.one(reader.actor, appointment_id)
    one = viewed.appointment
    over = one.state is AppointmentState.PLANNED and _over(reader, viewed)
    open_ = one.state is AppointmentState.PROPOSED and not _mine(reader, one)
    title = words(_title(reader, viewed, over=over))
    body, actions = [heading(title), _facts(reader, viewed)], list[Element]()
    data = {"appointment": str(one.id)}
    if over:
        actions.append(_met(reader, viewed))
    elif open_:
        body.append(_times(reader, one))
        choose = words(sentence("Choose this time"))
        actions.append(execute(Verb.CHOOSE_TIME, choose, data, main=True))
    if one.state is not AppointmentState.CANCELLED and not over:
        off = words(sentence("None fits") if open_ else sentence("Call off"))
        actions.append(execute(Verb.CALL_OFF, off, data, inputs=False))
    actions.append(reader.link(words(sentence("Open")), PAGE))
    return card(body, actions, summary=title, refresh=reader.refresh(f"appointment:{one.id}"))


def _title(reader: Reader, viewed: ViewedAppointment, *, over: bool) -> Sentence:
    other, one = _other(reader, viewed), viewed.appointment
    if over:
        return sentence("You planned to meet %(name)s. Did you?", name=other)
    if one.state is AppointmentState.PLANNED:
        return sentence("You meet %(name)s", name=other)
    if one.state is AppointmentState.CANCELLED:
        return sentence("This meeting was called off")
    if _mine(reader, one):
        return sentence("You proposed times to %(name)s", name=other)
    return sentence("%(name)s proposes times for your next meeting", name=other)


def _mine(reader: Reader, one: Appointment) -> bool:
    return one.proposed_by == reader.actor.person_id


def _times(reader: Reader, one: Appointment) -> Element:
    words = reader.words
    times = [(time.isoformat(), words.moment(time)) for time in one.times]
    label, needed = words(sentence("Which time fits?")), words(sentence("Choose a time."))
    return choice("time", label, times, needed=needed, spread=True)


def _over(reader: Reader, viewed: ViewedAppointment) -> bool:
    """Whether its time has come and nobody has told of it yet."""
    there = reader.inside(viewed.view.match.program_id)
    unsaid = there.services.appointments.over(there.actor)
    return any(one.appointment.id == viewed.appointment.id for one in unsaid)


def _met(reader: Reader, viewed: ViewedAppointment) -> Element:
    one = viewed.appointment
    assert one.starts_at is not None, "planned ones have a time"
    data = {
        "match": str(one.match_id),
        "held_on": one.starts_at.astimezone(reader.words.zone).date().isoformat(),
        "minutes": str(one.minutes),
        "program": str(viewed.view.match.program_id),
    }
    title = reader.words(sentence("We met"))
    return execute(Verb.LOG_MEETING, title, data, main=True, inputs=False)


def _facts(reader: Reader, viewed: ViewedAppointment) -> Element:
    words, one = reader.words, viewed.appointment
    when = (
        words.moment(one.starts_at) if one.starts_at else " · ".join(map(words.moment, one.times))
    )
    return facts(
        [
            (words(sentence("When")), when),
            (words(sentence("How long")), words(sentence("%(count)s minutes", count=one.minutes))),
            (words(sentence("Where")), plain(one.whereabouts, 200)),
        ]
    )


def _other(reader: Reader, viewed: ViewedAppointment) -> str:
    view = viewed.view
    mentee = view.mentee.id == reader.actor.person_id
    return (view.mentor if mentee else view.mentee).name or "?"


def meeting_card(reader: Reader, meeting_id: MeetingId) -> Element:
    """A meeting that the other one told of, to be confirmed.

    Raises:
        NotFoundError: there is no such meeting of theirs in this programme.
    """
    words, told = reader.words, reader.services.meetings.of_matches(reader.actor)
    found = next((m for some in told.values() for m in some if m.id == meeting_id), None)
    if found is None:
        raise NotFoundError("There is no such meeting for you.")
    view = reader.services.requests.view(reader.actor, found.match_id)
    other = view.mentor if view.mentee.id == reader.actor.person_id else view.mentee
    open_ = found.confirmed_by is None and found.logged_by != reader.actor.person_id
    title = words(
        sentence("%(name)s says that you met", name=other.name or "?")
        if open_
        else sentence("This meeting is confirmed")
        if found.confirmed_by
        else sentence("Noted. %(name)s is asked to confirm it.", name=other.name or "?")
    )
    body = [
        heading(title),
        facts(
            [
                (words(sentence("Day")), words.day(found.held_on)),
                (
                    words(sentence("How long")),
                    words(sentence("%(count)s minutes", count=found.minutes)),
                ),
            ]
        ),
    ]
    data = {"meeting": str(found.id), "program": str(reader.actor.program_id or "")}
    yes = execute(Verb.CONFIRM_MEETING, words(sentence("Yes, we met")), data, main=True)
    actions = [*([yes] if open_ else []), reader.link(words(sentence("Open")), PAGE)]
    return card(body, actions, summary=title, refresh=reader.refresh(f"meeting:{found.id}"))


def log_card(reader: Reader, match_id: MatchId | None = None) -> Element:
    """Noting a meeting.

    Args:
        reader: one of the two.
        match_id: with whom; None lets them choose.

    Raises:
        NotFoundError: they have no match in this programme.
    """
    words = reader.words
    mine = reader.services.requests.mine(reader.actor)
    going = [view for view in mine if view.match.state in OCCUPYING_STATES]
    if not going:
        raise NotFoundError("You have no match here yet, so there is no meeting to note.")
    people = [
        (
            str(v.match.id),
            words.name(v.mentor if v.mentee.id == reader.actor.person_id else v.mentee),
        )
        for v in going
    ]
    today = reader.today()
    title = words(sentence("Log a meeting"))
    body = [
        heading(title),
        text(words(sentence("It counts once the other one confirms it.")), subtle=True),
        choice(
            "match",
            words(sentence("With whom")),
            people,
            chosen=str(match_id or going[0].match.id),
            needed=words(sentence("Choose with whom.")),
        ),
        day("held_on", words(sentence("Day")), now=today, latest=today, needed=words(_DAY)),
        number(
            "minutes",
            words(sentence("Minutes")),
            now=USUAL,
            least=SHORTEST,
            most=LONGEST,
            needed=words(
                sentence("Choose from %(least)s to %(most)s minutes.", least=SHORTEST, most=LONGEST)
            ),
        ),
    ]
    data = {"program": str(reader.actor.program_id or "")}
    actions = [execute(Verb.LOG_MEETING, words(sentence("We met")), data, main=True)]
    return card(body, actions, summary=title)


_DAY = sentence("Choose the day.")
