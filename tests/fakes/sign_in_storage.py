"""In memory: who is signed in, and who may configure."""

from dataclasses import replace

from core.errors import ConflictError
from tests.fakes.tables import Repository, purge


class FakeSessions(Repository):
    def add(self, session):
        self.tables.table("sessions")[session.token_hash] = session

    def find(self, token_hash):
        return self.tables.table("sessions").get(token_hash)

    def take_ticket(self, ticket_hash):
        rows = self.tables.table("sessions")
        for key, session in rows.items():
            if session.ticket_hash == ticket_hash:
                rows[key] = replace(session, ticket_hash=None)
                return rows[key]
        return None

    def save(self, session):
        rows = self.tables.table("sessions")
        stored = rows.get(session.token_hash)
        if stored is not None:
            fixed = {"ticket_hash": stored.ticket_hash, "created_at": stored.created_at}
            rows[session.token_hash] = replace(session, **fixed)

    def remove(self, token_hash):
        self.tables.table("sessions").pop(token_hash, None)

    def move(self, registration_id, context_id, program_id):
        rows = self.tables.table("sessions")
        for key, session in rows.items():
            actor = session.actor
            if (actor.registration_id, actor.context_id) == (registration_id, context_id):
                rows[key] = replace(session, actor=replace(actor, program_id=program_id))

    def remove_of_registration(self, registration_id):
        rows = self.tables.table("sessions")
        gone = [k for k, s in rows.items() if s.actor.registration_id == registration_id]
        for key in gone:
            del rows[key]
        return len(gone)

    def remove_of_surface(self, organization_id, surface):
        rows = self.tables.table("sessions")
        ends = {(organization_id, surface)}
        gone = [k for k, s in rows.items() if (s.actor.organization_id, s.surface) in ends]
        for key in gone:
            del rows[key]
        return len(gone)

    def remove_of_people(self, registration_id, context_id, person_ids):
        rows = self.tables.table("sessions")
        gone = [
            key
            for key, session in rows.items()
            if (session.actor.registration_id, session.actor.context_id)
            == (registration_id, context_id)
            and session.actor.person_id in person_ids
        ]
        for key in gone:
            del rows[key]
        return len(gone)

    def sign_out(self, person_ids):
        rows = self.tables.table("sessions")
        gone = [key for key, one in rows.items() if one.actor.person_id in set(person_ids)]
        for key in gone:
            del rows[key]
        return len(gone)

    def last_begun(self, registration_ids):
        found = {}
        for session in self.tables.table("sessions").values():
            place, began = session.actor.registration_id, session.created_at
            if place in registration_ids:
                found[place] = max(began, found.get(place, began))
        return found

    def remove_outdated(self, actor):
        def place(a):
            return a.organization_id, a.person_id, a.registration_id, a.context_id

        rows = self.tables.table("sessions")
        gone = [
            key
            for key, session in rows.items()
            if actor.registration_id is not None
            and place(session.actor) == place(actor)
            and session.actor != actor
        ]
        for key in gone:
            del rows[key]
        return len(gone)

    def purge(self, before):
        return purge(self.tables.table("sessions"), before)


class FakeAdministrators(Repository):
    def get(self, administrator_id):
        return self.tables.table("administrators").get(administrator_id)

    def by_email(self, organization_id, email):
        known = self.of_organization(organization_id)
        return next((a for a in known if a.email == email), None)

    def by_account(self, account):
        rows = self.tables.table("administrators").values()
        return next((a for a in rows if a.account == account), None)

    def of_organization(self, organization_id):
        rows = self.tables.table("administrators").values()
        own = [a for a in rows if a.organization_id == organization_id]
        return sorted(own, key=lambda a: a.email)

    def save(self, administrator):
        known = self.by_email(administrator.organization_id, administrator.email)
        linked = self.by_account(administrator.account) if administrator.account else None
        if {one.id for one in (known, linked) if one is not None} - {administrator.id}:
            raise ConflictError("This person is an administrator already.")
        self.tables.table("administrators")[administrator.id] = administrator

    def add_link(self, link):
        self.tables.table("sign_in_links")[link.token_hash] = link

    def get_link(self, token_hash):
        return self.tables.table("sign_in_links").get(token_hash)

    def take_link(self, token_hash):
        return self.tables.table("sign_in_links").pop(token_hash, None)

    def remove_links(self, administrator_id):
        rows = self.tables.table("sign_in_links")
        for key in [k for k, link in rows.items() if link.administrator_id == administrator_id]:
            del rows[key]

    def purge_links(self, before):
        return purge(self.tables.table("sign_in_links"), before)
