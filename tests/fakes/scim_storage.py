"""In memory: SCIM tokens, groups, and how users are found."""

from dataclasses import replace

from core.domain.scim import EXACT, Lookup, Membership
from core.domain.scim_query import AllOf, AnyOf, Compare, Not, Op, Present, Some, folded
from core.errors import ConflictError
from tests.fakes.tables import Repository


class FakeScimTokens(Repository):
    def find(self, token_hash):
        return self._rows().get(token_hash)

    def of_connection(self, connection_id):
        theirs = [row for row in self._rows().values() if row.connection_id == connection_id]
        return sorted(theirs, key=lambda row: (row.created_at, row.token_hash), reverse=True)

    def add(self, token):
        self._rows()[token.token_hash] = token

    def note_use(self, token_hash, at):
        self._rows()[token_hash] = replace(self._rows()[token_hash], used_at=at)

    def remove(self, token_hash):
        self._rows().pop(token_hash, None)

    def _rows(self):
        return self.tables.table("scim_tokens")


class FakeScimUsers(Repository):
    def lock(self, connection_id, key):
        entry = self.own("directory_entries").get((connection_id, key))
        return entry is not None and entry.present

    def file(self, connection_id, key, values):
        for name in values.get(Lookup.USER_NAME, ()):
            if self.named(connection_id, name) not in (None, key):
                raise ConflictError("There is a user with this userName already.")
        rows = self.own("scim_lookups")
        rows.pop((connection_id, key), None)
        if values:
            rows[connection_id, key] = {
                lookup: {folded(text, exact=lookup in EXACT) for text in texts}
                for lookup, texts in values.items()
            }

    def named(self, connection_id, user_name):
        for (connection, key), values in self.own("scim_lookups").items():
            if connection == connection_id and folded(user_name) in values[Lookup.USER_NAME]:
                return key
        return None

    def keys(self, connection_id, query):
        return [key for key, _ in asked(self._users(connection_id), query)]

    def count(self, connection_id, only):
        return sum(holds(only, user) for _, user in self._users(connection_id))

    def _users(self, connection_id):
        for entry in self.own("directory_entries").values():
            if entry.connection_id == connection_id and entry.present:
                yield entry.key, resource(entry, entry.key, entry.source)


class FakeScimLeavers(Repository):
    def note(self, connection_id, keys, at):
        for key in keys:
            self._rows()[connection_id, key] = (at, None)

    def waiting(self, connection_id):
        rows = self._of(connection_id)
        return sorted((key for key in rows if rows[key][1] is None), key=lambda k: (rows[k][0], k))

    def ended_since(self, connection_id, at):
        rows = self._of(connection_id).values()
        return sum(ended is not None and ended >= at for _, ended in rows)

    def end(self, connection_id, keys, at):
        for key in self._of(connection_id).keys() & set(keys):
            self._rows()[connection_id, key] = (self._rows()[connection_id, key][0], at)

    def forget(self, connection_id, keys):
        for key in keys:
            self._rows().pop((connection_id, key), None)

    def purge(self, connection_id, before):
        rows = self._of(connection_id).items()
        self.forget(connection_id, [k for k, (_, ended) in rows if ended and ended < before])

    def _of(self, connection_id):
        return {key: row for (of, key), row in self._rows().items() if of == connection_id}

    def _rows(self):
        return self.own("scim_leavers")


class FakeScimGroups(Repository):
    def get(self, connection_id, group_id):
        group = self.own("scim_groups").get(group_id)
        return group if group and group.connection_id == connection_id else None

    def lock(self, connection_id, group_id):
        return self.get(connection_id, group_id)

    def page(self, connection_id, query):
        found = asked(self._groups(connection_id), query)
        return [self.own("scim_groups")[row["group"]] for _, row in found]

    def count(self, connection_id, only):
        return sum(holds(only, group) for _, group in self._groups(connection_id))

    def save(self, group):
        self.own("scim_groups")[group.id] = group

    def remove(self, group_id):
        self.own("scim_groups").pop(group_id, None)
        self.own("scim_members").pop(group_id, None)

    def members(self, group_ids):
        rows = self.own("scim_members")
        return {i: [one for _, one in sorted(rows[i].items())] for i in group_ids if rows.get(i)}

    def add_members(self, group_id, members):
        known = self.own("scim_members").get(group_id, {})
        told = {member.key: member for member in members}
        self.own("scim_members")[group_id] = {**known, **told}
        return sum(known.get(key) != member for key, member in told.items())

    def remove_members(self, group_id, keys):
        known = self.own("scim_members").get(group_id, {})
        left = {key: member for key, member in known.items() if key not in set(keys)}
        self.own("scim_members")[group_id] = left
        return len(known) - len(left)

    def clear_members(self, group_id, kept=()):
        known = self.own("scim_members").get(group_id, {})
        return self.remove_members(group_id, set(known) - set(kept))

    def of_users(self, connection_id, keys):
        found = {}
        for group in sorted(self.own("scim_groups").values(), key=lambda g: (g.name, g.id)):
            if group.connection_id == connection_id:
                for key in set(keys) & set(self.own("scim_members").get(group.id, ())):
                    theirs = found.setdefault(key, [])
                    theirs.append(Membership(group_id=group.id, name=group.name))
        return found

    def forget_member(self, connection_id, key):
        for group in list(self.own("scim_groups").values()):
            if group.connection_id == connection_id:
                self.remove_members(group.id, [key])

    def _groups(self, connection_id):
        within = self.own("scim_members")
        for group in self.own("scim_groups").values():
            if group.connection_id == connection_id:
                members = [told(member) for member in within.get(group.id, {}).values()]
                source = {**group.source, "members": members, "group": group.id}
                yield str(group.id), resource(group, str(group.id), source)


def told(member):
    known = {"value": member.key, "display": member.display, "type": member.type}
    return {name: value for name, value in known.items() if value}


def resource(row, key, source):
    """What a filter sees."""
    meta = {"created": row.created_at, "lastModified": row.updated_at}
    return {**source, "id": key, "meta": meta}


def asked(rows, query):
    """The page of (key, resource) that a query asks for."""
    found = sorted((row for row in rows if holds(query.filter, row[1])), key=lambda row: row[0])
    if query.sort is not None:
        with_value = [row for row in found if sort_value(query.sort, row[1]) is not None]
        with_value.sort(key=lambda row: sort_value(query.sort, row[1]), reverse=query.descending)
        without = [row for row in found if sort_value(query.sort, row[1]) is None]
        found = without + with_value if query.descending else with_value + without
    return found[query.offset : query.offset + query.limit]


def sort_value(attribute, row):
    value = walk(row, attribute.path)
    if attribute.each is not None:
        entries = list(value or [])
        main = [one for one in entries if isinstance(one, dict) and one.get("primary")]
        first = next(iter(main + entries), None)
        value = walk(first, attribute.each)
    return compared(attribute, value) if value is not None else None


def walk(row, path):
    for name in path:
        row = row.get(name) if isinstance(row, dict) else None
    return row


def values_of(attribute, row):
    value = walk(row, attribute.path)
    return [walk(one, attribute.each) for one in value or []]


def compared(attribute, value):
    if attribute.moment:
        return value
    text = str(value).lower() if isinstance(value, bool) else value
    return folded(text, exact=attribute.exact)


def holds(asked_for, row):
    """Whether a resource fulfils a filter."""
    match asked_for:
        case AllOf(terms):
            return all(holds(term, row) for term in terms)
        case AnyOf(terms):
            return any(holds(term, row) for term in terms)
        case Not(term):
            return not holds(term, row)
        case Some(path, inner):
            return any(holds(inner, one) for one in walk(row, path) or [])
        case _:
            return asked_for is None or holds_of_attribute(asked_for, row)


def holds_of_attribute(asked_for, row):
    match asked_for:
        case Present(attribute):
            single = attribute.each is None
            values = [walk(row, attribute.path)] if single else values_of(attribute, row)
            return any(value not in (None, "", [], {}) for value in values)
        case Compare(attribute, op, value):
            return compares(attribute, op, value, row)


def compares(attribute, op, value, row):
    if op is Op.NE:
        return not compares(attribute, Op.EQ, value, row)
    if attribute.each is None:
        values = [walk(row, attribute.path)]
    else:
        missing = walk(row, attribute.path) is None
        values = [None] if missing else values_of(attribute, row)
    if value is None:
        return op is Op.EQ and any(one is None for one in values)
    told_value = compared(attribute, value)
    return any(_OPS[op](compared(attribute, one), told_value) for one in values if one is not None)


_OPS = {
    Op.EQ: lambda left, right: left == right,
    Op.CO: lambda left, right: right in left,
    Op.SW: lambda left, right: left.startswith(right),
    Op.EW: lambda left, right: left.endswith(right),
    Op.GT: lambda left, right: left > right,
    Op.GE: lambda left, right: left >= right,
    Op.LT: lambda left, right: left < right,
    Op.LE: lambda left, right: left <= right,
}
