"""What a mentee handed in, for their mentor: approve it, or say what is missing."""

from core.domain.identifiers import ActivityId, PersonId
from core.sentence import sentence
from core.services.activities.approvals import LONGEST_COMMENT
from teams_app.cards.elements import Element, asked, card, execute, heading, show, text
from teams_app.cards.reader import Reader
from teams_app.cards.verbs import Verb
from teams_app.cards.words import plain

PAGE = "/app/approvals"


def work_card(reader: Reader, activity_id: ActivityId, mentee_id: PersonId) -> Element:
    """The newest form of the card about a piece of work.

    Raises:
        NotFoundError: the reader is in no programme.
    """
    words = reader.words
    waiting = reader.services.approvals.waiting(reader.actor)
    key = (activity_id, mentee_id)
    found = next((s for s in waiting if (s.activity.id, s.mentee.id) == key), None)
    if found is None:
        title = words(sentence("This is answered, or was taken back"))
        return card([heading(title)], [reader.link(words(sentence("Open")), PAGE)], summary=title)
    title = words(sentence("%(name)s handed something in", name=found.mentee.name or "?"))
    body = [
        heading(title),
        text(plain(found.activity.title, 200), strong=True),
        *([text(plain(found.work.text))] if found.work.text else []),
    ]
    data = {
        "activity": str(activity_id),
        "mentee": str(mentee_id),
        "version": str(found.work.version),
        "program": str(reader.actor.program_id or ""),
    }
    missing = words(sentence("Say what is missing, so that the mentee knows what to do."))
    back = [
        asked("comment", words(sentence("What is missing")), most=LONGEST_COMMENT, needed=missing)
    ]
    actions = [
        execute(Verb.APPROVE, words(sentence("Approve")), data, main=True, inputs=False),
        show(
            words(sentence("Ask for more")),
            back,
            [execute(Verb.GIVE_BACK, words(sentence("Give it back")), data)],
        ),
        reader.link(words(sentence("Read all of it")), PAGE),
    ]
    refresh = reader.refresh(f"work:{activity_id}/{mentee_id}")
    return card(body, actions, summary=title, refresh=refresh)
