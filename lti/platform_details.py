"""What identifies a platform and where its endpoints are, checked before anything is kept."""

import re
from dataclasses import dataclass, replace

from core.errors import InvalidInputError
from core.ports.outbound import OutboundHttp
from core.sentence import Sentence, sentence
from lti.claim_values import ID_LENGTH
from lti.products import suggested_endpoints

ID_RULE = Sentence("Must have 1 to %(most)s printable characters.", (("most", str(ID_LENGTH)),))
URLS = ("auth_login_url", "token_url", "jwks_url")
_ISSUER = re.compile(r"https?://[A-Za-z0-9.\-\[\]:]+(/[A-Za-z0-9._~%/\-]*)?")

Wrong = dict[str, list[Sentence]]
"""Field -> what is wrong with it and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformDetails:
    """What an LMS shows when a tool is added to it.

    Attributes:
        auth_login_url, token_url, jwks_url: may be left empty for a product we know.
        token_audience: `aud` for token requests; empty means token_url.
        product_family: "moodle", "canvas", ...; empty if unknown.
        deployment_ids: its installations that may send people here.
    """

    issuer: str
    client_id: str
    auth_login_url: str = ""
    token_url: str = ""
    jwks_url: str = ""
    token_audience: str = ""
    product_family: str = ""
    deployment_ids: tuple[str, ...] = ()


def checked_details(details: PlatformDetails, http: OutboundHttp) -> PlatformDetails:
    """The details, completed by suggestions, if they are right.

    Raises:
        InvalidInputError: names every field that is wrong.
    """
    completed = with_suggestions(details)
    wrong = _wrong_names(completed) | wrong_addresses(completed, http)
    if wrong:
        raise InvalidInputError(
            "The LMS was not registered. Correct what is named and try again.", wrong
        )
    return completed


def with_suggestions(details: PlatformDetails) -> PlatformDetails:
    """The details with what its product suggests for what is empty."""
    suggested = suggested_endpoints(details.product_family, details.issuer, details.client_id)
    return replace(
        details,
        auth_login_url=details.auth_login_url or suggested.auth_login_url,
        token_url=details.token_url or suggested.token_url,
        jwks_url=details.jwks_url or suggested.jwks_url,
        token_audience=details.token_audience or suggested.token_audience,
    )


def wrong_addresses(details: PlatformDetails, http: OutboundHttp) -> Wrong:
    """What is wrong with the issuer and the endpoints."""
    wrong: Wrong = {}
    if not _ISSUER.fullmatch(details.issuer):
        wrong["issuer"] = [sentence("Must look like https://lms.example.edu, as the LMS shows it.")]
    elif details.issuer.endswith("/"):
        wrong["issuer"] = [sentence("Must not end with a slash.")]
    elif not is_id(details.issuer):
        wrong["issuer"] = [ID_RULE]
    for name in URLS:
        try:
            http.check(getattr(details, name))
        except InvalidInputError as error:
            wrong[name] = [sentence(error.message, **error.params)]
    return wrong


def is_id(value: str) -> bool:
    """Whether a value keeps ID_RULE."""
    return 0 < len(value) <= ID_LENGTH and value.isprintable()


def _wrong_names(details: PlatformDetails) -> Wrong:
    wrong: Wrong = {}
    if not is_id(details.client_id):
        wrong["client_id"] = [ID_RULE]
    if details.token_audience and not is_id(details.token_audience):
        wrong["token_audience"] = [ID_RULE]
    if not all(is_id(deployment_id) for deployment_id in details.deployment_ids):
        wrong["deployment_id"] = [ID_RULE]
    return wrong
