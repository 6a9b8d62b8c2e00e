"""Is everything right with a Teams tenant? What the settings page's button and `teams check` ask.

1. The tenant here: switched on, with an app package that Teams would take.
2. The sign-in: does Entra give the app a token for its bot, and one for Microsoft Graph?
3. What the app may do there, as the second token says.
4. The app registration itself, where the app may read it: Application ID URI, scope, clients,
   version of tokens, redirect URI; and how long the client secret is still good.
5. The app catalogue of the tenant: is the app there, and in which version?

Each finding says what it means and, if something is wrong, what to do. Nothing is changed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import jwt

from core.domain.teams_tenant import TeamsTenant
from core.errors import MentorloomError
from core.ports.clock import Clock
from core.ports.outbound import OutboundHttp
from core.sentence import Sentence, sentence
from teams_app.graph_reading import GraphReader, NotPermittedError
from teams_app.microsoft_http import BOT_SCOPE, confidential_app, graph_scope, token_of
from teams_app.package.packages import AppPackages
from teams_app.registration import CATALOG_ROLE, INSTALL_ROLE, INSTALL_ROLES, READ_ROLE, wanted
from teams_app.registration_check import registration_findings, secret_findings
from web.findings import Finding, Verdict


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found.

    Attributes:
        catalog_app_id: what the tenant's app catalogue calls the app; None if nobody could look.
    """

    findings: list[Finding] = field(default_factory=list)
    catalog_app_id: str | None = None

    @property
    def works(self) -> bool:
        """Whether nothing is wrong."""
        return all(finding.verdict is not Verdict.BAD for finding in self.findings)


class TenantCheckup:
    """Checks tenants.

    Args:
        http: guarded; calls Microsoft.
        authority: origin of Microsoft's sign-in (setting `entra_authority`).
        graph_url: where Graph is (setting `graph_url`).
        packages: makes app packages.
        public_url: where Teams reaches the hub.
        clock: now.
    """

    def __init__(
        self,
        http: OutboundHttp,
        authority: str,
        graph_url: str,
        packages: AppPackages,
        public_url: str,
        clock: Clock,
    ) -> None:
        self._http = http
        self._authority = authority
        self._graph_url = graph_url
        self._packages = packages
        self._public_url = public_url
        self._clock = clock

    def examine(self, tenant: TeamsTenant, secret: str) -> Checked:
        """Look at one tenant; takes as long as Microsoft takes to answer.

        Args:
            tenant: which one.
            secret: its client secret.
        """
        findings = [*_of_status(tenant), *self._of_package(tenant)]
        try:
            app = confidential_app(
                self._http, self._authority, tenant.tenant, tenant.client_id, secret
            )
            token_of(app, BOT_SCOPE)
            findings.append(_good(sentence("Microsoft Entra lets the bot answer.")))
            token = token_of(app, graph_scope(self._graph_url))
            findings.append(_good(sentence("Microsoft Entra lets the app use Microsoft Graph.")))
        except MentorloomError as error:
            return Checked([*findings, _bad(error)])
        graph = GraphReader(self._http, self._graph_url, token)
        findings += [*_of_rights(tenant, token), *self._of_registration(tenant, secret, graph)]
        of_catalog, catalog_app_id = _of_catalog(tenant, graph)
        return Checked([*findings, of_catalog], catalog_app_id)

    def _of_package(self, tenant: TeamsTenant) -> Iterator[Finding]:
        if not self._public_url.startswith("https://"):
            yield Finding(
                Verdict.WARN,
                sentence("MENTORLOOM_PUBLIC_URL is %(url)s: plain http.", url=self._public_url),
                sentence("Microsoft's Teams opens https only. Fine for trying with a stand-in."),
            )
        elif flaws := self._packages.flaws(tenant):
            yield from (Finding(Verdict.BAD, flaw) for flaw in flaws)
        elif not tenant.package_number:
            yield Finding(
                Verdict.WARN,
                sentence("The app package was not downloaded yet."),
                sentence("Download it and upload it in the Teams admin center."),
            )
        elif self._packages.is_new(tenant):
            yield Finding(
                Verdict.WARN,
                sentence("The app package has changed since it was downloaded."),
                sentence("Download it again and update the app in the Teams admin center."),
            )
        else:
            told = sentence(
                "The app package %(version)s is current.", version=tenant.package_version
            )
            yield _good(told)

    def _of_registration(
        self, tenant: TeamsTenant, secret: str, graph: GraphReader
    ) -> Iterator[Finding]:
        try:
            application = graph.application(tenant.client_id)
        except NotPermittedError:
            yield Finding(
                Verdict.WARN,
                sentence("The app may not read its own registration, so nobody compared it."),
                sentence(
                    "Compare it by hand, or grant the application permission %(role)s for a while.",
                    role=READ_ROLE,
                ),
            )
        except MentorloomError as error:
            yield _bad(error)
        else:
            yield from registration_findings(application, wanted(tenant, self._public_url))
            yield from secret_findings(application, secret, self._clock.now())


def _of_status(tenant: TeamsTenant) -> Iterator[Finding]:
    if tenant.enabled:
        yield _good(sentence("This tenant is switched on."))
    else:
        yield Finding(
            Verdict.WARN,
            sentence("This tenant is switched off: nobody can come from it."),
            sentence("Switch it on when people should come."),
        )


def _of_rights(tenant: TeamsTenant, token: str) -> Iterator[Finding]:
    """What a token says it is good for; Graph alone decides, so this is a hint and no proof."""
    try:
        claims = jwt.decode(token, options={"verify_signature": False, "verify_aud": False})
    except jwt.PyJWTError:
        return
    if tenant.installs and not INSTALL_ROLES & set(claims.get("roles", ())):
        yield Finding(
            Verdict.BAD,
            sentence("The app may not install itself for people."),
            sentence(
                "Grant the application permission %(role)s with admin consent, or turn installing "
                "off here.",
                role=INSTALL_ROLE,
            ),
        )


def _of_catalog(tenant: TeamsTenant, graph: GraphReader) -> tuple[Finding, str | None]:
    try:
        found = graph.catalog_apps(tenant.app_id)
    except NotPermittedError:
        told = sentence("The app may not look into the app catalogue.")
        advice = sentence(
            "Grant the application permission %(role)s with admin consent: links into Teams and "
            "installing need what the catalogue calls the app.",
            role=CATALOG_ROLE,
        )
        return Finding(Verdict.WARN, told, advice), None
    except MentorloomError as error:
        return _bad(error), None
    if not found:
        told = sentence("The app is not in the tenant's app catalogue yet.")
        advice = sentence("Upload the app package in the Teams admin center.")
        return Finding(Verdict.WARN, told, advice), ""
    return _of_version(tenant, found[0]), str(found[0].get("id", ""))


def _of_version(tenant: TeamsTenant, found: dict[str, object]) -> Finding:
    definitions = found.get("appDefinitions")
    told = definitions if isinstance(definitions, list) else []
    versions = {str(one.get("version", "")) for one in told if isinstance(one, dict)}
    if not versions or tenant.package_version in versions or not tenant.package_number:
        return _good(sentence("The app is in the tenant's app catalogue."))
    return Finding(
        Verdict.WARN,
        sentence(
            "The app catalogue holds version %(there)s; the newest package is %(here)s.",
            there=", ".join(sorted(versions)),
            here=tenant.package_version,
        ),
        sentence("Update the app in the Teams admin center."),
    )


def _good(told: Sentence) -> Finding:
    return Finding(Verdict.GOOD, told)


def _bad(error: MentorloomError) -> Finding:
    return Finding(Verdict.BAD, sentence(error.message, **error.params))
