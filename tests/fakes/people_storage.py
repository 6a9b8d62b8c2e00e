"""In memory: people and the identities under which they come."""

from dataclasses import replace

from core.errors import ConflictError
from tests.fakes.directory_storage import forget_in_directory
from tests.fakes.tables import Repository
from tests.fakes.teams_storage import hand_over_choices, move_in_teams


class FakePeople(Repository):
    def get(self, person_id):
        return self.own("people").get(person_id)

    def get_many(self, person_ids):
        people = self.own("people")
        return {key: people[key] for key in person_ids if key in people}

    def by_identity(self, issuer, subject):
        identity = self.own("identities").get((issuer, subject))
        return self.get(identity.person_id) if identity else None

    def by_identities(self, issuer, subjects):
        found = {subject: self.by_identity(issuer, subject) for subject in subjects}
        return {subject: person for subject, person in found.items() if person}

    def by_emails(self, emails):
        wanted = {email.lower() for email in emails} - {""}
        return [p for p in self.own("people").values() if p.email.lower() in wanted]

    def called(self, text, most):
        wanted = text.lower()
        rows = sorted(self.own("people").values(), key=lambda p: (p.name, p.id))
        return [p for p in rows if wanted in p.name.lower() or wanted in p.email.lower()][:most]

    def known_through(self, issuers):
        rows = self.own("identities").values()
        found = sorted({row.person_id for row in rows if row.issuer.startswith(issuers)})
        for start in range(0, len(found), 1_000):
            yield found[start : start + 1_000]

    def identities(self, person_ids):
        rows = sorted(self.own("identities").items())
        return [row for _, row in rows if row.person_id in set(person_ids)]

    def save(self, person):
        self.own("people")[person.id] = person

    def save_many(self, people):
        for person in people:
            self.save(person)

    def link(self, identity):
        key = (identity.issuer, identity.subject)
        known = self.own("identities").setdefault(key, identity)
        if known.person_id != identity.person_id:
            raise ConflictError("This identity belongs to somebody else.")

    def link_many(self, identities):
        for identity in identities:
            self.link(identity)

    def move(self, identities):
        for one in identities:
            known = self.own("identities")[one.issuer, one.subject]
            self.own("identities")[one.issuer, one.subject] = one
            for key, row in self.own("course_members").items():
                named = (f"lti:{row.registration_id}", row.subject)
                if row.person_id == known.person_id and named == (one.issuer, one.subject):
                    self.own("course_members")[key] = replace(row, person_id=one.person_id)
            for key, row in self.own("directory_entries").items():
                if (f"connection:{row.connection_id}", row.key) == (one.issuer, one.subject):
                    self.own("directory_entries")[key] = replace(row, person_id=one.person_id)
            move_in_teams(self, one, known.person_id)

    def hand_over(self, person_id, other_id):
        hand_over_choices(self, person_id, other_id)
        for name in ("identities", "course_members", "directory_entries", "teams_conversations"):
            for key, row in self.own(name).items():
                if row.person_id == person_id:
                    self.own(name)[key] = replace(row, person_id=other_id)

    def remove(self, person_id):
        matches = self.own("matches").values()
        events = [event for history in self.own("match_events").values() for event in history]
        if person_id in {
            *(one for match in matches for one in (match.mentee_id, match.mentor_id)),
            *(event.actor_id for event in events),
        }:
            raise ConflictError("This person has a part in matches and cannot be removed.")
        self.own("people").pop(person_id, None)
        self.own("profiles").pop(person_id, None)
        forget_in_directory(self, person_id)
        theirs = ("identities", "course_members", "participations", "news", "mailboxes", "works")
        theirs = (*theirs, "evidences", "program_managers")
        for name in theirs:
            rows = self.own(name)
            for key in [key for key, row in rows.items() if row.person_id == person_id]:
                del rows[key]
        sessions = self.tables.table("sessions")
        for key in [k for k, row in sessions.items() if row.actor.person_id == person_id]:
            del sessions[key]
