"""/Groups: create, read, search, replace, patch and delete (RFC 7644, section 3)."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import request
from scim2_models import Context, Group, PatchOp, ResponseParameters, SearchRequest
from werkzeug.wrappers import Response

from core.domain.scim import ScimMember
from core.services.scim.groups import GroupEdit, GroupView, MemberEdit, Replace
from web.scim import answers, shapes
from web.scim.callers import current_caller
from web.scim.members import edit_of, members_of
from web.scim.models import PROVIDER
from web.scim.searches import query_of, search_request
from web.scim.users import PATCH, shows
from web.services import services

ENDPOINT = "/Groups"


class Groups:
    """What can be asked of groups."""

    name = "Group"
    model = Group

    def search(self) -> Response:
        """GET /Groups."""
        return self.found(request.args)

    def searched(self) -> Response:
        """POST /Groups/.search."""
        sent = answers.body()
        return self.found(sent if isinstance(sent, dict) else {})

    def found(self, asked: Mapping[str, Any]) -> Response:
        """A page of groups."""
        wanted = search_request(asked, Group)
        query = query_of(wanted, Group)
        total, page = self.page(wanted, query)
        return answers.several(page, total, query.offset + 1, wanted)

    def page(self, wanted: SearchRequest[Any], query: Any) -> tuple[int, list[Any]]:
        """How many there are, and a page of resources."""
        members = shows(wanted, "members")
        total, groups = services().scim.groups.search(current_caller(), query, members=members)
        return total, [shown(group) for group in groups]

    def create(self) -> Response:
        """POST /Groups."""
        parameters = _parameters()
        source, members = _sent(Context.RESOURCE_CREATION_REQUEST)
        made = services().scim.groups.create(current_caller(), source, members)
        response = answers.one(shown(made), parameters, status=201)
        response.headers["Location"] = answers.location(ENDPOINT, str(made.group.id))
        return response

    def read(self, key: str) -> Response:
        """GET /Groups/{id}."""
        parameters = _parameters()
        members = shows(parameters, "members")
        view = services().scim.groups.get(current_caller(), key, members=members)
        if answers.known_already(view.group.version):
            return Response(status=304, headers={"ETag": answers.tag(view.group.version)})
        return answers.one(shown(view), parameters)

    def replace(self, key: str) -> Response:
        """PUT /Groups/{id}."""
        parameters = _parameters()
        source, members = _sent(Context.RESOURCE_REPLACEMENT_REQUEST)
        view = services().scim.groups.change(
            current_caller(),
            key,
            lambda _view: GroupEdit(source, [Replace(members)]),
            answers.wanted_versions(),
            reads_members=shows(parameters, "members"),
        )
        return answers.one(shown(view), parameters)

    def patch(self, key: str) -> Response:
        """PATCH /Groups/{id}: 204, as Entra expects, unless attributes are asked for."""
        operations = shapes.operations(answers.body(), Group)
        edits = [edit_of(operation) for operation in operations]
        others = [one for one, edit in zip(operations, edits, strict=True) if edit is None]
        # Only what is about parts of members needs to see the others.
        whole = any("members" in str(one.get("path", "")).lower() for one in others)
        moves = [edit for edit in edits if edit is not None]

        def edit(view: GroupView) -> GroupEdit:
            return _patched(view, operations) if whole else _patched(view, others, moves)

        answered = {"attributes", "excludedAttributes"} & set(request.args)
        parameters = _parameters()
        view = services().scim.groups.change(
            current_caller(),
            key,
            edit,
            answers.wanted_versions(),
            reads_members=whole or bool(answered),
        )
        if answered:
            return answers.one(shown(view), parameters)
        response = answers.nothing()
        response.headers["ETag"] = answers.tag(view.group.version)
        return response

    def delete(self, key: str) -> Response:
        """DELETE /Groups/{id}."""
        services().scim.groups.delete(current_caller(), key, answers.wanted_versions())
        return answers.nothing()


def _sent(context: Context) -> tuple[dict[str, Any], Sequence[ScimMember]]:
    sent = shapes.resource(answers.body(), Group)
    listed = [name for name in sent if name.lower() == "members"]
    members = [member for name in listed for member in sent.pop(name)]
    with PROVIDER:
        group = Group.model_validate(sent, scim_ctx=context)
    return stored(group), members_of(members)


def _patched(
    view: GroupView, operations: list[dict[str, Any]], moves: list[MemberEdit] | None = None
) -> GroupEdit:
    """Apply operations; with `moves` they leave the members alone, which those move."""
    if not operations:
        return GroupEdit(members=moves or ())
    source = dict(view.group.source)
    if moves is None:
        source["members"] = [_told(member) for member in view.members]
    with PROVIDER:
        group = Group.model_validate(source)
        PatchOp[Group].model_validate(
            {"schemas": [PATCH], "Operations": operations},
            scim_ctx=Context.RESOURCE_PATCH_REQUEST,
        ).patch(group)
    if moves is not None:
        return GroupEdit(stored(group), moves)
    left = group.model_dump(scim_ctx=Context.DEFAULT).get("members", [])
    return GroupEdit(stored(group), [Replace(members_of(left))])


def stored(group: Group) -> dict[str, Any]:
    """What is kept of a resource besides its members."""
    kept = group.model_dump(scim_ctx=Context.DEFAULT)
    return {name: value for name, value in kept.items() if name not in {"id", "meta", "members"}}


def shown(view: GroupView) -> Group:
    """A group as a resource."""
    group, key = view.group, str(view.group.id)
    made = answers.meta(ENDPOINT, key, group.created_at, group.updated_at, group.version)
    members = [_told(member) for member in view.members]
    with PROVIDER:
        return Group.model_validate(
            {**group.source, "id": key, "members": members or None, "meta": made}
        )


def _told(member: ScimMember) -> dict[str, Any]:
    known = {
        "value": member.key,
        "$ref": member.reference,
        "display": member.display,
        "type": member.type,
    }
    return {name: value for name, value in known.items() if value}


def _parameters() -> ResponseParameters[Any]:
    return search_request(
        {name: request.args.get(name) for name in ("attributes", "excludedAttributes")}, Group
    )
