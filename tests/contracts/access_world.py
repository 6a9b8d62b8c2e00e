"""Builders of launches, of sessions, of the record of deeds and of webhooks."""

from dataclasses import replace
from datetime import timedelta

from core.domain.actor import Actor
from core.domain.audit import AuditEntry
from core.domain.registration import LaunchState
from core.domain.session import Session
from core.domain.webhook import EventType, WebhookEndpoint, WebhookEvent
from core.sentence import sentence
from tests.contracts.beginnings import NOW, digest, fresh


class AccessToAWorld:
    def launch_state(self, number, minutes=10):
        return LaunchState(
            state_hash=digest(number),
            nonce_hash=digest(number + 1000),
            browser_hash=digest(number + 2000),
            registration_id=self.registration.id,
            target_link_uri="https://hub.example.edu/app/",
            created_at=NOW,
            expires_at=NOW + timedelta(minutes=minutes),
        )

    def session(self, number, minutes=10, **values):
        made = Session(
            token_hash=digest(number),
            ticket_hash=digest(number + 1000),
            actor=Actor(
                organization_id=self.id,
                person_id=self.ada.id,
                program_id=self.program.id,
                registration_id=self.registration.id,
                context_id="course-1",
                manages=True,
            ),
            surface="lti",
            theme="dark",
            locale="de",
            framed_by="https://courses.example.edu",
            created_at=NOW,
            expires_at=NOW + timedelta(minutes=minutes),
        )
        return replace(made, **values)

    def audit_entry(self, minutes=0, **values):
        made = AuditEntry(
            id=fresh(),
            organization_id=self.id,
            at=NOW + timedelta(minutes=minutes),
            deed="connection.paused",
            subject="connection:1",
            sentence=sentence("%(title)s was paused.", title="Our people"),
        )
        return replace(made, **values)

    def webhook_endpoint(self, *events, minutes=0, **values):
        made = WebhookEndpoint(
            id=fresh(),
            organization_id=self.id,
            url="https://hooks.example/mentoring",
            events=frozenset(events or [EventType.MATCH_ENDED]),
            secret_set_at=NOW,
            created_at=NOW + timedelta(minutes=minutes),
        )
        return replace(made, **values)

    def webhook_event(self, kind=EventType.MATCH_ENDED, minutes=0):
        return WebhookEvent(
            id=fresh(),
            organization_id=self.id,
            type=kind,
            at=NOW + timedelta(minutes=minutes),
            data={"match_id": str(fresh()), "version": 3, "undone": False, "reason": None},
        )
