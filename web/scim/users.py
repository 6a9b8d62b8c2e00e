"""/Users: create, read, search, replace, patch and delete (RFC 7644, section 3)."""

from collections.abc import Mapping
from typing import Any

from flask import request
from scim2_models import Context, PatchOp, ResponseParameters, SearchRequest
from werkzeug.wrappers import Response

from core.domain.directory import DirectoryEntry
from core.services.scim.users import ScimUser
from web.scim import answers, shapes
from web.scim.callers import current_caller
from web.scim.models import PROVIDER, OurUser, User
from web.scim.searches import query_of, search_request
from web.services import services

ENDPOINT = "/Users"
PATCH = str(PatchOp.__schema__)


class Users:
    """What can be asked of users."""

    name = "User"
    model = OurUser

    def search(self) -> Response:
        """GET /Users."""
        return self.found(request.args)

    def searched(self) -> Response:
        """POST /Users/.search."""
        sent = answers.body()
        return self.found(sent if isinstance(sent, dict) else {})

    def found(self, asked: Mapping[str, Any]) -> Response:
        """A page of users."""
        wanted = search_request(asked, OurUser)
        query = query_of(wanted, OurUser)
        total, page = self.page(wanted, query)
        return answers.several(page, total, query.offset + 1, wanted)

    def page(self, wanted: SearchRequest[Any], query: Any) -> tuple[int, list[Any]]:
        """How many there are, and a page of resources."""
        groups = shows(wanted, "groups")
        total, users = services().scim.users.search(current_caller(), query, groups=groups)
        return total, [shown(user) for user in users]

    def create(self) -> Response:
        """POST /Users."""
        parameters = _parameters()
        user = sent_user(Context.RESOURCE_CREATION_REQUEST)
        made = services().scim.users.create(current_caller(), stored(user))
        response = answers.one(shown(made), parameters, status=201)
        response.headers["Location"] = answers.location(ENDPOINT, made.entry.key)
        return response

    def read(self, key: str) -> Response:
        """GET /Users/{id}."""
        parameters = _parameters()
        user = services().scim.users.get(current_caller(), key)
        if answers.known_already(user.entry.version):
            return Response(status=304, headers={"ETag": answers.tag(user.entry.version)})
        return answers.one(shown(user), parameters)

    def replace(self, key: str) -> Response:
        """PUT /Users/{id}. Without `active` it stays as it was: silence ends nobody's mentoring."""
        parameters = _parameters()
        user = stored(sent_user(Context.RESOURCE_REPLACEMENT_REQUEST))

        def edit(entry: DirectoryEntry) -> dict[str, Any]:
            kept = {name: entry.source[name] for name in ("active",) if name in entry.source}
            return {**kept, **user}

        return self._changed(key, edit, parameters)

    def patch(self, key: str) -> Response:
        """PATCH /Users/{id}."""
        parameters = _parameters()
        operations = shapes.operations(answers.body(), User)

        def edit(entry: DirectoryEntry) -> Any:
            if not operations:
                return entry.source
            with PROVIDER:
                resource = OurUser.model_validate(dict(entry.source))
                asked = PatchOp[OurUser].model_validate(
                    {"schemas": [PATCH], "Operations": operations},
                    scim_ctx=Context.RESOURCE_PATCH_REQUEST,
                )
                return stored(resource) if asked.patch(resource) else entry.source

        return self._changed(key, edit, parameters)

    def delete(self, key: str) -> Response:
        """DELETE /Users/{id}."""
        services().scim.users.delete(current_caller(), key, answers.wanted_versions())
        return answers.nothing()

    def _changed(self, key: str, edit: Any, parameters: Any) -> Response:
        wanted = answers.wanted_versions()
        user = services().scim.users.change(current_caller(), key, edit, wanted)
        return answers.one(shown(user), parameters)


def sent_user(context: Context) -> User[Any]:
    """The user in the body of the request."""
    with PROVIDER:
        return OurUser.model_validate(shapes.resource(answers.body(), User), scim_ctx=context)


def stored(user: User[Any]) -> dict[str, Any]:
    """What is kept of a resource: neither what we decide, nor a password."""
    kept = user.model_dump(scim_ctx=Context.DEFAULT)
    return {
        name: value
        for name, value in kept.items()
        if name not in {"id", "meta", "groups", "password"}
    }


def shown(user: ScimUser) -> User[Any]:
    """A user as a resource."""
    entry = user.entry
    groups = [
        {
            "value": str(group.group_id),
            "$ref": answers.location("/Groups", str(group.group_id)),
            "display": group.name,
            "type": "direct",
        }
        for group in user.groups
    ]
    made = answers.meta(ENDPOINT, entry.key, entry.created_at, entry.updated_at, entry.version)
    with PROVIDER:
        return OurUser.model_validate(
            {**entry.source, "id": entry.key, "groups": groups or None, "meta": made}
        )


def shows(wanted: ResponseParameters[Any], attribute: str) -> bool:
    """Whether an answer has an attribute that is returned unless something else is asked for."""
    named = [str(path).lower() for path in wanted.attributes or ()]
    excluded = [str(path).lower() for path in wanted.excluded_attributes or ()]
    asked = any(attribute in name for name in named) if named else True
    return asked and attribute not in excluded


def _parameters() -> ResponseParameters[Any]:
    return search_request(
        {name: request.args.get(name) for name in ("attributes", "excludedAttributes")}, OurUser
    )
