"""Builders of people, of what they tell, and of what is told to them."""

from dataclasses import replace
from datetime import timedelta

from core.domain.notification import Mailbox, Notification
from core.domain.people_rules import Merge
from core.domain.person import Identity, Person
from core.domain.profile import Profile
from core.sentence import sentence
from tests.contracts.beginnings import NOW, fresh


class PeopleOfAWorld:
    def person(self, name=""):
        return Person(
            id=fresh(), organization_id=self.id, name=name, created_at=NOW, updated_at=NOW
        )

    def new_person(self, name=""):
        made = self.person(name)
        with self.tenant() as work:
            work.people.save(made)
        return made

    def profile(self, person, **values):
        return Profile(person_id=person.id, updated_at=NOW, **values)

    def news(self, person=None, minutes=0, **values):
        made = Notification(
            id=fresh(),
            organization_id=self.id,
            person_id=(person or self.ada).id,
            sentence=sentence("%(name)s asks you.", name="Ben"),
            page="/app/requests",
            created_at=NOW + timedelta(minutes=minutes),
        )
        return replace(made, **values)

    def mailbox(self, person=None, **values):
        person = person or self.ada
        made = Mailbox(person_id=person.id, organization_id=self.id, token=f"token-{person.name}")
        return replace(made, **values)

    def merge(self, kept, gone, minutes=0, **values):
        made = Merge(
            id=fresh(),
            organization_id=self.id,
            kept=kept.id,
            gone=gone.id,
            identities=(Identity(issuer="lti:1", subject="7", person_id=gone.id),),
            merged_at=NOW + timedelta(minutes=minutes),
        )
        return replace(made, **values)
