"""How Entra refuses: OAuth 2 errors with AADSTS numbers.

Docs: https://learn.microsoft.com/entra/identity-platform/reference-error-codes
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class EntraError(Exception):
    """A request that is refused.

    Attributes:
        code: OAuth's word for it.
        number: AADSTS number.
        description: what is wrong.
        suberror: how clients tell reasons apart.
        claims: what a token has to hold; JSON text.
    """

    code: str
    number: int
    description: str
    suberror: str = ""
    claims: str = ""

    def told(self) -> dict[str, Any]:
        """The body of the answer."""
        optional = {"suberror": self.suberror, "claims": self.claims}
        return {
            "error": self.code,
            "error_description": f"AADSTS{self.number}: {self.description}",
            "error_codes": [self.number],
            **{name: value for name, value in optional.items() if value},
        }


def invalid_request(description: str) -> EntraError:
    """Something is missing or malformed."""
    return EntraError("invalid_request", 900144, description)


def wrong_client(description: str) -> EntraError:
    """The app is unknown, or its secret is wrong."""
    return EntraError("invalid_client", 7000215, description)


def wrong_grant(description: str, number: int = 70000) -> EntraError:
    """The code, assertion or token does not count."""
    return EntraError("invalid_grant", number, description)


CONSENT_REQUIRED = EntraError(
    "invalid_grant",
    65001,
    "The user or administrator has not consented to use the application.",
    suberror="consent_required",
)
UNKNOWN_APP = EntraError(
    "unauthorized_client", 700016, "The application was not found in the directory."
)
UNKNOWN_TENANT = EntraError("invalid_request", 90002, "Tenant not found.")
SECOND_FACTOR = EntraError(
    "interaction_required",
    50076,
    "Due to a configuration change made by your administrator, you must use multi-factor "
    "authentication.",
    suberror="basic_action",
    claims='{"access_token":{"acrs":{"essential":true,"value":"c1"}}}',
)
