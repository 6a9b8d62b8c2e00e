"""The schemas we serve: those of RFC 7643, where real providers made us, a little wider.

An e-mail address may be any text (internal domains and placeholders are sent and read back), and a
manager may come without $ref, as Microsoft Entra sends it.
"""

from typing import Annotated

import scim2_models
from pydantic import Field
from scim2_models import (
    AuthenticationScheme,
    Bulk,
    CaseExact,
    ChangePassword,
    ETag,
    Filter,
    Group,
    Patch,
    Reference,
    ResourceType,
    ScimPolicy,
    ScimProvider,
    ServiceProviderConfig,
    Sort,
)
from scim2_models.resources.resource import AnyExtension

MOST_RESULTS = 200
"""Resources on one page at most."""


class Email(scim2_models.Email):
    """An e-mail address of a user."""

    value: str | None = None
    """The address."""


class Manager(scim2_models.Manager):
    """Who manages a user."""

    value: Annotated[str | None, CaseExact.true] = None
    """The id of the user who is the manager. They may be sent later."""

    ref: Annotated[
        Reference["User"] | None,  # type: ignore[type-arg] # of our wider user
        CaseExact.true,
    ] = Field(  # type: ignore[assignment] # it is not required here
        None, serialization_alias="$ref", validation_alias="$ref"
    )
    """The address of the manager."""


class EnterpriseUser(scim2_models.EnterpriseUser):
    """Enterprise User"""  # noqa: D415 - RFC 7643, section 8.7.1, names the schema so

    manager: Manager | None = None
    """The user's manager."""


class User(scim2_models.User[AnyExtension]):
    """User Account"""  # noqa: D415 - RFC 7643, section 8.7.1, names the schema so

    emails: list[Email] | None = None  # type: ignore[assignment] # wider, see above
    """E-mail addresses of the user; the primary one, else that for work, is written to."""


OurUser = User[EnterpriseUser]
"""A user with the enterprise extension."""

POLICY = ScimPolicy(
    unknown=ScimPolicy.Unknown.ignore,
    remove_value_as_filter=ScimPolicy.RemoveValue.apply,
    unmatched_path_filter=ScimPolicy.UnmatchedPathFilter.create,
)
"""What we tolerate: attributes nobody declared, and the ways in which Entra patches."""

PROVIDER = ScimProvider(
    models=[User, EnterpriseUser, Group],
    resource_types=[ResourceType.from_resource(OurUser), ResourceType.from_resource(Group)],
    config=ServiceProviderConfig(
        patch=Patch(supported=True),
        bulk=Bulk(supported=False, max_operations=0, max_payload_size=0),
        filter=Filter(supported=True, max_results=MOST_RESULTS),
        change_password=ChangePassword(supported=False),
        sort=Sort(supported=True),
        etag=ETag(supported=True),
        authentication_schemes=[
            AuthenticationScheme(
                type=AuthenticationScheme.Type.oauthbearertoken,
                name="Bearer token",
                description="A token that an administrator issues in Mentorloom's settings.",
                primary=True,
            )
        ],
    ),
    policy=POLICY,
)
