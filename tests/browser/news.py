"""News of every kind: read, unread, of another programme."""

from datetime import timedelta
from uuid import UUID

from core.domain.program import Program
from core.sentence import sentence
from core.services.people.mail_choices import mailbox_of
from core.services.people.notifications import Notifications

ELSEWHERE = UUID(int=777)


def put_news(hub, actor):
    notifications = Notifications(hub.clock, hub.entropy)
    other = Program(
        id=ELSEWHERE,
        organization_id=actor.organization_id,
        name="Leading for the first time",
        created_at=hub.clock.now(),
    )
    with hub.storage.tenant(actor.organization_id) as work:
        work.programs.save(other)
        now = hub.clock.time
        for minutes, words, program in (
            (-90, "You have a new mentee.", actor.program_id),
            (-60, "Somebody asks you to be their mentor.", other.id),
            (-30, "Somebody asks you to be their mentor.", actor.program_id),
        ):
            hub.clock.time = now + timedelta(minutes=minutes)
            notifications.tell(work, actor.person_id, sentence(words), program_id=program)
        hub.clock.time = now
        oldest = work.news.of_person(actor.person_id, 9)[-1]
        work.news.read(actor.person_id, now, only=[oldest.id])
        box = mailbox_of(work, actor.person_id, hub.entropy)
    return f"/mail/off/{box.organization_id}/{box.token}"
