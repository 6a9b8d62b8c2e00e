"""In memory: Teams tenants, conversations, what came, what is sent, and choices."""

from collections import Counter
from dataclasses import replace

from core.domain.teams_conversation import ConversationKind
from core.domain.teams_delivery import DeliveryCount, DeliveryState, TeamsDelivery
from core.errors import ConflictError
from core.ports.teams_repositories import Pace, Ratings
from tests.fakes.tables import Repository

_OPEN = {DeliveryState.WAITING, DeliveryState.SENDING}
_UNTOLD = {DeliveryState.DROPPED, DeliveryState.FELL_BACK, DeliveryState.REFUSED}


class FakeTeamsTenants(Repository):
    def all(self):
        return sorted(self._rows().values(), key=lambda one: (one.created_at, one.id))

    def of_organization(self, organization_id):
        return [one for one in self.all() if one.organization_id == organization_id]

    def get(self, teams_tenant_id):
        return self._rows().get(teams_tenant_id)

    def by_client(self, tenant, client_id):
        return next((one for one in self.by_app(client_id) if one.tenant == tenant), None)

    def by_app(self, client_id):
        return [one for one in self.all() if one.client_id == client_id]

    def save(self, tenant):
        other = self.by_client(tenant.tenant, tenant.client_id)
        if other is not None and other.id != tenant.id:
            raise ConflictError("This tenant and app registration are known already.")
        known = self.get(tenant.id)
        if (known.version if known else 0) != tenant.version - 1:
            raise ConflictError("Somebody changed this meanwhile. Reload the page and try again.")
        self._rows()[tenant.id] = tenant

    def remove(self, teams_tenant_id):
        gone = self._rows().pop(teams_tenant_id, None)
        self._secrets().pop(teams_tenant_id, None)
        for name in _tables_of(gone) if gone else []:
            rows = self.tables.table(name)
            for key in [key for key, row in rows.items() if _tenant_of(key, row) == gone.id]:
                del rows[key]

    def secret(self, teams_tenant_id):
        return self._secrets().get(teams_tenant_id, "")

    def save_secret(self, teams_tenant_id, value):
        self._secrets()[teams_tenant_id] = value

    def _rows(self):
        return self.tables.table("teams_tenants")

    def _secrets(self):
        return self.tables.table("teams_secrets")


def _tables_of(tenant):
    kinds = ("teams_conversations", "teams_deliveries", "teams_tokens")
    return ["teams_activities", *(f"{tenant.organization_id}/{kind}" for kind in kinds)]


def _tenant_of(key, row):
    return row.teams_tenant_id if hasattr(row, "teams_tenant_id") else key[0]


class FakeTeamsActivities(Repository):
    def take(self, teams_tenant_id, activity_id, body, at):
        key = (teams_tenant_id, activity_id)
        if key in self._rows():
            return False
        self._rows()[key] = (body, at)
        return True

    def get(self, teams_tenant_id, activity_id):
        body, _ = self._rows().get((teams_tenant_id, activity_id), (None, None))
        return body

    def done(self, teams_tenant_id, activity_id):
        key = (teams_tenant_id, activity_id)
        if key in self._rows():
            self._rows()[key] = (None, self._rows()[key][1])

    def purge(self, before):
        gone = [key for key, (_, at) in self._rows().items() if at < before]
        for key in gone:
            del self._rows()[key]
        return len(gone)

    def _rows(self):
        return self.tables.table("teams_activities")


class FakeTeamsConversations(Repository):
    def of_person(self, person_id):
        return self.of_people([person_id]).get(person_id, [])

    def of_people(self, person_ids):
        found = {}
        rows = self._rows().values()
        for one in sorted(rows, key=lambda c: (c.refreshed_at, c.conversation_id), reverse=True):
            if one.person_id in set(person_ids) and one.kind is ConversationKind.PERSONAL:
                found.setdefault(one.person_id, []).append(one)
        return found

    def by_conversation(self, teams_tenant_id, conversation_id):
        return self._rows().get((teams_tenant_id, conversation_id))

    def save(self, conversation):
        key = (conversation.teams_tenant_id, conversation.conversation_id)
        self._rows()[key] = conversation

    def block(self, teams_tenant_id, conversation_id, at):
        known = self.by_conversation(teams_tenant_id, conversation_id)
        if known is not None:
            self.save(replace(known, blocked_at=at))

    def _rows(self):
        return self.own("teams_conversations")


class FakeTeamsDeliveries(Repository):
    def add_many(self, deliveries):
        keys = {one.key for one in self._rows().values()}
        for one in deliveries:
            if one.key not in keys:
                self._rows()[one.id] = one
                keys.add(one.key)

    def get(self, delivery_id):
        return self._rows().get(delivery_id)

    def due(self, at, begun_before):
        rows = self._rows().values()
        open_ones = [one for one in rows if _due(one, at) or _begun(one, begun_before)]
        return sorted({one.teams_tenant_id for one in open_ones})

    def claim(self, teams_tenant_id, at, most):
        due = [one for one in self._of(teams_tenant_id) if _due(one, at)]
        due.sort(key=lambda one: (one.due_at, one.id))
        claimed = [
            replace(one, state=DeliveryState.SENDING, claimed_at=at, attempts=one.attempts + 1)
            for one in due[:most]
        ]
        self.mark(claimed)
        return claimed

    def begun(self, teams_tenant_id, before):
        rows = [one for one in self._of(teams_tenant_id) if _begun(one, before)]
        return sorted(rows, key=lambda one: (one.claimed_at, one.id))

    def mark(self, deliveries):
        self._rows().update({one.id: one for one in deliveries})

    def paces(self, teams_tenant_id, since):
        rows = [one for one in self._of(teams_tenant_id) if one.claimed_at]
        paces = [Pace(one.conversation_id, one.sent_at) for one in rows if one.claimed_at >= since]
        return sorted(paces, key=lambda p: (p.at is not None, p.at or since, p.conversation_id))

    def told_since(self, person_ids, since):
        found = {}
        for one in sorted(self._rows().values(), key=lambda one: one.created_at):
            wanted = one.person_id in set(person_ids) and one.created_at >= since
            if wanted and one.state not in _UNTOLD:
                found.setdefault(one.person_id, []).append(one.created_at)
        return found

    def of_person(self, person_id, most):
        return _newest(one for one in self._rows().values() if one.person_id == person_id)[:most]

    def counts(self, since):
        counted = Counter(
            (one.teams_tenant_id, one.state, one.reason)
            for one in self._rows().values()
            if one.created_at >= since
        )
        return [DeliveryCount(*key, count) for key, count in sorted(counted.items())]

    def latest(self, states, most, skip=0):
        rows = _newest(one for one in self._rows().values() if one.state in set(states))
        return rows[skip : skip + most]

    def purge(self, before):
        rows = self._rows()
        old = [
            key for key, one in rows.items() if one.created_at < before and one.state not in _OPEN
        ]
        for key in old:
            del rows[key]
        return len(old)

    def _of(self, teams_tenant_id) -> list[TeamsDelivery]:
        rows = self._rows().values()
        return [one for one in rows if one.teams_tenant_id == teams_tenant_id]

    def _rows(self):
        return self.own("teams_deliveries")


def _due(one, at):
    return one.state is DeliveryState.WAITING and one.due_at <= at


def _begun(one, before):
    return one.state is DeliveryState.SENDING and one.claimed_at < before


def _newest(rows):
    return sorted(rows, key=lambda one: (one.created_at, one.id), reverse=True)


class FakeTeamsChoices(Repository):
    def get(self, person_id):
        return self.own("teams_choices").get(person_id)

    def get_many(self, person_ids):
        rows = self.own("teams_choices")
        return {key: rows[key] for key in person_ids if key in rows}

    def save(self, choices):
        self.own("teams_choices")[choices.person_id] = choices


class FakeTeamsTokens(Repository):
    def get(self, teams_tenant_id, object_id):
        tokens, _ = self.own("teams_tokens").get((teams_tenant_id, object_id), ("", None))
        return tokens

    def save(self, teams_tenant_id, object_id, person_id, tokens, at):  # noqa: ARG002 - see the port
        self.own("teams_tokens")[teams_tenant_id, object_id] = (tokens, at)

    def purge(self, before):
        rows = self.own("teams_tokens")
        gone = [key for key, (_, at) in rows.items() if at < before]
        for key in gone:
            del rows[key]
        return len(gone)


def move_in_teams(people, identity, before):
    """Somebody's chat and choices go with the identity that Entra knows them by."""
    if not identity.issuer.startswith("entra:"):
        return
    choices, tenants = people.own("teams_choices"), people.tables.table("teams_tenants")
    if before in choices:
        theirs = replace(choices[before], person_id=identity.person_id)
        choices.setdefault(identity.person_id, theirs)
    for key, row in people.own("teams_conversations").items():
        named = (f"entra:{tenants[row.teams_tenant_id].tenant}", row.object_id)
        if row.person_id and named == (identity.issuer, identity.subject):
            people.own("teams_conversations")[key] = replace(row, person_id=identity.person_id)


def hand_over_choices(people, person_id, other_id):
    choices = people.own("teams_choices")
    if person_id in choices and other_id not in choices:
        choices[other_id] = replace(choices.pop(person_id), person_id=other_id)


class FakeTeamsRatings(Repository):
    def add(self, day, ratings):
        before = self.own("teams_ratings").get(day, Ratings())
        self.own("teams_ratings")[day] = Ratings(*map(sum, zip(before, ratings, strict=True)))

    def since(self, day):
        counted = [row for at, row in self.own("teams_ratings").items() if at >= day]
        return Ratings(*map(sum, zip(Ratings(), *counted, strict=True)))
