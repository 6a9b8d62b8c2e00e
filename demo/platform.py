"""The campus as an LTI 1.3 platform, on PyPI `lti1p3platform`.

The library builds and signs messages; this adapter gives it our registrations, key and claims. The
authentication request, which it does not check, is checked before in `demo.authorization`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from lti1p3platform.ltiplatform import LTI1P3PlatformConfAbstract
from lti1p3platform.message_launch import LTIAdvantageMessageLaunchAbstract
from lti1p3platform.registration import Registration
from lti1p3platform.request import Request

from demo.addresses import Addresses
from demo.dialects import DIALECTS
from demo.services.claims import with_services, within_privacy
from demo.services.records import Records
from demo.signing_key import private_pem, public_pem
from demo.tools import Tool
from demo.visits import Visit

MESSAGE_TYPE = "https://purl.imsglobal.org/spec/lti/claim/message_type"


class ToolConfiguration(LTI1P3PlatformConfAbstract):  # type: ignore[misc]  # library is untyped
    """One institution's registration of the tool, as the library wants it."""

    def init_platform_config(self, **kwargs: Any) -> None:
        """Keep what `get_registration_by_params` needs."""
        self._known: Registration = kwargs["registration"]

    def get_registration_by_params(self, **_kwargs: Any) -> Registration:
        """The registration given at construction: the caller looked it up by client id."""
        return self._known


class PreflightRequest(Request):  # type: ignore[misc]  # library is untyped
    """The tool's authentication request."""

    def build_metadata(self, request: Mapping[str, str]) -> dict[str, Any]:
        """Hand over parameters, wherever they came from."""
        return {"method": "GET", "form_data": {}, "get_data": dict(request), "headers": {}}


class Launch(LTIAdvantageMessageLaunchAbstract):  # type: ignore[misc]  # library is untyped
    """A message in an institution's dialect."""

    sends_azp = True

    def get_launch_message(self, include_extra_claims: bool = True) -> dict[str, Any]:  # noqa: FBT001, FBT002 (the library's signature)
        """The claims, without `azp` where the imitated product sends none."""
        message: dict[str, Any] = super().get_launch_message(include_extra_claims)
        if not self.sends_azp:
            message.pop("azp", None)
        return message

    def render_launch_form(self, launch_data: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
        """What the form posts and where; pages are rendered elsewhere."""
        return launch_data


@dataclass(frozen=True)
class Platform:
    """Signs for all institutions with one key under one issuer."""

    addresses: Addresses
    key: RSAPrivateKey
    records: Records

    def registration(self, tool: Tool) -> Registration:
        """The library's view of a tool at its institution."""
        return (
            Registration()
            .set_iss(self.addresses.issuer)
            .set_client_id(tool.client_id)
            .set_deployment_id(tool.deployment_id)
            .set_oidc_login_url(tool.login_url)
            .set_launch_url(tool.target)
            .set_platform_private_key(private_pem(self.key))
            .set_platform_public_key(public_pem(self.key))
        )

    def configuration(self, tool: Tool) -> ToolConfiguration:
        """The library's entry point for one tool at its institution."""
        configuration = ToolConfiguration(registration=self.registration(tool))
        configuration.get_registration()
        return configuration

    def jwks(self) -> dict[str, Any]:
        """The campus's public keys."""
        return {"keys": [Registration.get_jwk(public_pem(self.key))]}

    def sign(self, claims: Mapping[str, Any]) -> str:
        """Claims as a JWT, signed with the published key."""
        (key,) = self.jwks()["keys"]
        return jwt.encode(dict(claims), self.key, "RS256", headers={"kid": key["kid"]})

    def verification_key(self) -> jwt.PyJWK:
        """The key that verifies what the campus signed."""
        (key,) = self.jwks()["keys"]
        return jwt.PyJWK(key)

    def launch(self, visit: Visit, request: Mapping[str, str]) -> dict[str, str]:
        """Build and sign the message for a checked authentication request.

        Returns:
            The form fields `id_token` and `state`.
        """
        visit = within_privacy(visit, self.records)
        dialect = DIALECTS[visit.institution.dialect]
        launch = Launch(PreflightRequest(request), self.configuration(visit.tool))
        launch.sends_azp = dialect.sends_azp
        launch.set_id_token_expiration(dialect.lifetime)
        launch.set_launch_url(visit.message.target)
        claims = {MESSAGE_TYPE: visit.message.kind, **dialect.claims(visit, self.addresses)}
        launch.set_extra_claims(with_services(visit, claims, self.records, self.addresses))
        answer = launch.lti_launch()
        return {"id_token": answer["id_token"], "state": answer["state"]}
