"""Registering with platforms that ask for it, and what is kept of it."""

import json
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest

from core.domain.actor import Actor
from core.domain.organization import Organization
from core.domain.registration import RegistrationStatus
from core.domain.registration_request import RegistrationRequest
from core.errors import ForbiddenError, InvalidInputError, UnavailableError
from lti.dynamic_registration.discovery import Asked
from lti.dynamic_registration.registrar import MOST_WAITING, Outcome
from lti.tool import LtiTool
from tests.lti.campus import HUB
from tests.lti.conftest import ORGANIZATION
from tests.lti.registering_platforms import (
    CANVAS_CONFIGURATION,
    EXTENSION,
    MOODLE,
    MOODLE_CONFIGURATION,
    MOODLE_EXCHANGES,
    MOODLE_ORIGIN,
    SCHOOL,
    TOOL,
    canvas,
    canvas_answer,
)

MOODLE_ENDPOINT = MOODLE["registration_endpoint"]
CANVAS_ENDPOINT = f"{SCHOOL}/api/lti/registrations"
OTHER = UUID(int=900)


def bytes_of(document):
    return json.dumps(document).encode()


@pytest.fixture
def http(http):
    http.allowed_origins = {MOODLE_ORIGIN}
    http.answer(MOODLE_CONFIGURATION, bytes_of(MOODLE))
    http.answer(MOODLE_ENDPOINT, bytes_of(MOODLE_EXCHANGES[0]["response"]))
    http.answer(CANVAS_CONFIGURATION, bytes_of(canvas()))
    http.answer(CANVAS_ENDPOINT, bytes_of(canvas_answer()), status=201)
    return http


@pytest.fixture
def tool(storage, clock, entropy, http):
    return LtiTool.assemble(storage, clock, entropy, http, HUB)


@pytest.fixture
def invitation(tool):
    """The secret of a registration link."""

    def make(organization=ORGANIZATION):
        administrator = Actor(organization_id=organization, person_id=UUID(int=1), configures=True)
        link = tool.administration.invitations.create(administrator)
        assert link.url.startswith(f"{HUB}/lti/register/")
        return link.url.rpartition("/")[2]

    return make


@pytest.fixture
def kept(storage):
    """What there is: registrations and deployments of a client id, and waiting requests."""

    def look(issuer, client_id):
        with storage.platform() as work:
            registration = work.registrations.find(issuer, client_id)
            return SimpleNamespace(
                registration=registration,
                deployments=work.registrations.deployments(registration.id) if registration else [],
                request=work.registration_requests.find(issuer, client_id),
            )

    return look


def moodle(**changes):
    return Asked(configuration_url=MOODLE_CONFIGURATION, token="secret.token", **changes)


def hosted_canvas(**changes):
    return Asked(configuration_url=CANVAS_CONFIGURATION, token="secret.token", **changes)


class TestLooking:
    def test_it_shows_the_token_and_changes_nothing(self, tool, http, storage):
        platform, organization = tool.registering.look(moodle())
        assert (platform.issuer, platform.product_family) == (MOODLE["issuer"], "moodle")
        assert organization is None
        (call,) = http.calls
        assert call[:2] == ("GET", MOODLE_CONFIGURATION)
        assert call[3]["Authorization"] == "Bearer secret.token"
        assert storage.tables.table("registration_requests") == {}

    def test_without_a_token_none_is_shown(self, tool, http):
        tool.registering.look(Asked(configuration_url=MOODLE_CONFIGURATION))
        assert "Authorization" not in http.calls[0][3]

    def test_an_invitation_names_its_organization_and_stays_good(self, tool, invitation):
        asked = moodle(invitation=invitation())
        for _ in range(2):
            assert tool.registering.look(asked)[1].name == "Campus"

    @pytest.mark.parametrize(
        ("asked", "words"),
        [
            (Asked(configuration_url=""), "not meant to be opened by itself"),
            (Asked(configuration_url="https://x.example/" + "x" * 9000), "cannot be right"),
            (Asked(configuration_url=MOODLE_CONFIGURATION, token="a b"), "right"),
            (Asked(configuration_url=MOODLE_CONFIGURATION, token="a\r\nX: y"), "right"),
            (Asked(configuration_url=MOODLE_CONFIGURATION, token="é"), "right"),
            (Asked(configuration_url=MOODLE_CONFIGURATION, token="x" * 9000), "right"),
            (Asked(configuration_url="https://127.0.0.1/c"), "not public"),
            (Asked(configuration_url="http://lms.example.edu/c"), "by https"),
            (Asked(configuration_url="c"), "https://"),
        ],
    )
    def test_what_no_platform_asks_is_refused(self, tool, http, asked, words):
        with pytest.raises(InvalidInputError, match=words):
            tool.registering.look(asked)
        assert http.calls == []

    @pytest.mark.parametrize(
        ("body", "status"),
        [(b"{}", 401), (b"<html>", 200), (b"[]", 200), (b'{"a":1,"a":2}', 200), (b"", 500)],
    )
    def test_a_configuration_that_cannot_be_had(self, tool, http, body, status):
        http.answer(MOODLE_CONFIGURATION, body, status)
        with pytest.raises(UnavailableError, match="start again from your LMS"):
            tool.registering.look(moodle())

    @pytest.mark.parametrize(
        "key",
        [
            "issuer",
            "authorization_endpoint",
            "token_endpoint",
            "jwks_uri",
            "registration_endpoint",
        ],
    )
    @pytest.mark.parametrize("value", [None, "", 7, "x" * 3000])
    def test_a_configuration_that_lacks_something(self, tool, http, key, value):
        http.answer(MOODLE_CONFIGURATION, bytes_of({**MOODLE, key: value}))
        with pytest.raises(ForbiddenError, match=key):
            tool.registering.look(moodle())

    def test_a_configuration_without_anything_of_lti_is_enough(self, tool, http):
        bare = {k: v for k, v in MOODLE.items() if not k.startswith("https://")}
        http.answer(MOODLE_CONFIGURATION, bytes_of(bare))
        platform, _ = tool.registering.look(moodle())
        assert (platform.product_family, platform.version, platform.messages) == ("", "", ())

    def test_endpoints_that_must_not_be_called_are_named(self, tool, http):
        wrong = {"jwks_uri": "https://127.0.0.1/k", "token_endpoint": "http://lms.example.edu/t"}
        http.answer(MOODLE_CONFIGURATION, bytes_of({**MOODLE, **wrong}))
        with pytest.raises(InvalidInputError) as caught:
            tool.registering.look(moodle())
        assert set(caught.value.fields) == {"jwks_url", "token_url"}

    def test_an_issuer_with_a_slash_at_its_end_is_named(self, tool, http):
        issuer = MOODLE["issuer"] + "/"
        http.answer(MOODLE_CONFIGURATION, bytes_of({**MOODLE, "issuer": issuer}))
        with pytest.raises(InvalidInputError) as caught:
            tool.registering.look(moodle())
        assert set(caught.value.fields) == {"issuer"}

    def test_a_configuration_of_somebody_else_is_refused(self, tool, http):
        http.answer("https://evil.example/c", bytes_of(canvas()))
        with pytest.raises(ForbiddenError, match=r"canvas\.instructure\.com"):
            tool.registering.look(Asked(configuration_url="https://evil.example/c"))

    @pytest.mark.parametrize("age", [timedelta(days=7), timedelta(days=8)])
    def test_an_invitation_ends_after_seven_days(self, tool, http, clock, invitation, age):
        asked = moodle(invitation=invitation())
        clock.advance(seconds=age.total_seconds())
        with pytest.raises(ForbiddenError, match="older than seven days"):
            tool.registering.look(asked)
        assert http.calls == []

    def test_nobody_fills_the_list_of_those_who_wait(self, tool, storage, clock, invitation):
        with storage.platform() as work:
            for number in range(MOST_WAITING):
                work.registration_requests.save(
                    RegistrationRequest(
                        id=UUID(int=2000 + number),
                        issuer="https://lms.example.edu",
                        client_id=str(number),
                        auth_login_url="",
                        token_url="",
                        jwks_url="",
                        requested_at=clock.now(),
                    )
                )
        with pytest.raises(ForbiddenError, match="registration link of your own"):
            tool.registering.look(moodle())
        assert tool.registering.look(moodle(invitation=invitation()))


class TestByInvitation:
    def test_moodle(self, tool, http, kept, invitation, clock):
        platform, outcome = tool.registering.register(moodle(invitation=invitation()))
        assert outcome is Outcome.ACTIVE
        method, url, body, headers = http.calls[-1]
        assert (method, url) == ("POST", MOODLE_ENDPOINT)
        assert headers["Authorization"] == "Bearer secret.token"
        assert headers["Content-Type"] == "application/json"
        assert json.loads(body)["redirect_uris"] == [HUB + "/lti/launch"]
        found = kept(MOODLE["issuer"], MOODLE_EXCHANGES[0]["response"]["client_id"])
        made = found.registration
        assert made.organization_id == ORGANIZATION
        assert made.status is RegistrationStatus.ACTIVE
        assert made.auth_login_url == MOODLE["authorization_endpoint"]
        assert (made.token_url, made.jwks_url) == (MOODLE["token_endpoint"], MOODLE["jwks_uri"])
        assert (made.token_audience, made.product_family) == ("", "moodle")
        assert made.created_at == clock.now()
        (deployment,) = found.deployments
        assert deployment.deployment_id == "2"
        assert deployment.status is RegistrationStatus.ACTIVE
        assert platform.issuer == made.issuer
        assert found.request is None

    def test_canvas(self, tool, kept, invitation):
        _, outcome = tool.registering.register(hosted_canvas(invitation=invitation()))
        assert outcome is Outcome.ACTIVE
        found = kept("https://canvas.instructure.com", "10000000000001")
        assert found.registration.token_url == "https://sso.canvaslms.com/login/oauth2/token"
        # The host in authorization_server is no audience.
        assert found.registration.token_audience == ""
        assert found.registration.management_url == f"{SCHOOL}/api/lti/registrations/1/view"
        (deployment,) = found.deployments
        assert deployment.deployment_id.startswith("106:8865")

    def test_the_link_works_once(self, tool, invitation):
        asked = moodle(invitation=invitation())
        tool.registering.register(asked)
        with pytest.raises(ForbiddenError, match="used already"):
            tool.registering.register(asked)

    def test_of_two_at_once_the_slower_waits(self, tool, http, kept, invitation):
        # Both were asked for before either was answered: what the platform made is not lost.
        secret = invitation()
        answered = json.loads(bytes_of(MOODLE_EXCHANGES[0]["response"]))
        http.answer(MOODLE_ENDPOINT, bytes_of({**answered, "client_id": "first"}))
        original = http.send

        def slowly(*arguments):
            http.send = original
            tool.registering.register(moodle(invitation=secret))
            http.answer(MOODLE_ENDPOINT, bytes_of({**answered, "client_id": "second"}))
            return original(*arguments)

        http.send = slowly
        _, outcome = tool.registering.register(moodle(invitation=secret))
        assert outcome is Outcome.WAITING
        assert kept(MOODLE["issuer"], "first").registration
        assert kept(MOODLE["issuer"], "second").request

    def test_a_failed_registration_leaves_the_link_good(self, tool, http, invitation):
        asked = moodle(invitation=invitation())
        http.answer(MOODLE_ENDPOINT, b"token_already_used", 401)
        with pytest.raises(ForbiddenError):
            tool.registering.register(asked)
        http.answer(MOODLE_ENDPOINT, bytes_of(MOODLE_EXCHANGES[1]["response"]))
        assert tool.registering.register(asked)[1] is Outcome.ACTIVE

    def test_a_request_that_waited_waits_no_longer(self, tool, kept, invitation):
        tool.registering.register(moodle())
        tool.registering.register(moodle(invitation=invitation()))
        found = kept(MOODLE["issuer"], MOODLE_EXCHANGES[0]["response"]["client_id"])
        assert found.registration
        assert found.request is None

    def test_only_administrators_invite(self, tool):
        with pytest.raises(ForbiddenError):
            tool.administration.invitations.create(
                Actor(organization_id=ORGANIZATION, person_id=UUID(int=1))
            )


class TestWithoutInvitation:
    def test_it_waits(self, tool, kept, clock):
        _, outcome = tool.registering.register(hosted_canvas())
        assert outcome is Outcome.WAITING
        found = kept("https://canvas.instructure.com", "10000000000001")
        assert found.registration is None
        assert found.request.name == "Test University"
        assert found.request.product_family == "canvas"
        assert found.request.deployment_id.startswith("106:8865")
        assert found.request.requested_at == clock.now()

    @pytest.mark.parametrize(
        ("answer", "deployment_id"),
        [
            (canvas_answer(deployment_id=None), ""),
            (canvas_answer(deployment_id=7), "7"),
            (canvas_answer(deployment_id=True), ""),
            (canvas_answer(deployment_id="x" * 256), ""),
            ({"client_id": "10000000000001", TOOL: {"deployment_id": 5}}, "5"),
            ({"client_id": 10000000000001, TOOL: "x"}, ""),
        ],
    )
    def test_deployments_as_platforms_tell_them(self, tool, http, kept, answer, deployment_id):
        http.answer(CANVAS_ENDPOINT, bytes_of(answer))
        tool.registering.register(hosted_canvas())
        found = kept("https://canvas.instructure.com", "10000000000001")
        assert found.request.deployment_id == deployment_id

    @pytest.mark.parametrize(
        ("link", "kept_link"),
        [
            ("https://school.instructure.com/r/1", "https://school.instructure.com/r/1"),
            ("https://127.0.0.1/r", ""),
            ("javascript:alert(1)", ""),
            (7, ""),
            ("https://x.example/" + "x" * 3000, ""),
        ],
    )
    def test_only_addresses_that_can_be_shown_are_kept(self, tool, http, kept, link, kept_link):
        answer = {"client_id": "10000000000001", "registration_client_uri": link}
        http.answer(CANVAS_ENDPOINT, bytes_of(answer))
        tool.registering.register(hosted_canvas())
        found = kept("https://canvas.instructure.com", "10000000000001")
        assert found.request.management_url == kept_link


class TestAgain:
    @pytest.fixture
    def registered(self, tool, invitation, kept):
        tool.registering.register(hosted_canvas(invitation=invitation()))
        return lambda: kept("https://canvas.instructure.com", "10000000000001")

    def test_endpoints_follow_the_platform(self, tool, http, registered):
        moved = canvas(jwks_uri="https://sso.canvaslms.com/new/jwks")
        http.answer(CANVAS_CONFIGURATION, bytes_of(moved))
        before = registered().registration
        _, outcome = tool.registering.register(hosted_canvas())
        assert outcome is Outcome.UPDATED
        after = registered().registration
        assert after.jwks_url == "https://sso.canvaslms.com/new/jwks"
        assert (after.id, after.organization_id) == (before.id, before.organization_id)
        assert registered().request is None

    def test_another_deployment_is_let_in(self, tool, http, registered):
        http.answer(CANVAS_ENDPOINT, bytes_of(canvas_answer(deployment_id="107:abc")))
        tool.registering.register(hosted_canvas())
        kept = {d.deployment_id: d.organization_id for d in registered().deployments}
        assert len(kept) == 2
        assert kept["107:abc"] == ORGANIZATION

    def test_a_link_of_another_organization_brings_a_deployment_of_its_own(
        self, tool, http, registered, invitation, storage, clock
    ):
        with storage.platform() as work:
            work.organizations.save(
                Organization(id=OTHER, slug="other", name="Other", created_at=clock.now())
            )
        http.answer(CANVAS_ENDPOINT, bytes_of(canvas_answer(deployment_id="107:abc")))
        tool.registering.register(hosted_canvas(invitation=invitation(OTHER)))
        kept = {d.deployment_id: d.organization_id for d in registered().deployments}
        assert kept["107:abc"] == OTHER
        assert registered().registration.organization_id == ORGANIZATION

    def test_who_is_switched_off_stays_so(self, tool, storage, registered):
        off = RegistrationStatus.DISABLED
        found = registered()
        with storage.platform() as work:
            work.registrations.save(replace(found.registration, status=off))
            work.registrations.save_deployment(replace(found.deployments[0], status=off))
        tool.registering.register(hosted_canvas())
        assert registered().registration.status is off
        assert [d.status for d in registered().deployments] == [off]

    def test_what_is_not_told_again_stays(self, tool, http, registered):
        bare = {k: v for k, v in canvas().items() if not k.endswith("lti-platform-configuration")}
        http.answer(CANVAS_CONFIGURATION, bytes_of(bare))
        http.answer(CANVAS_ENDPOINT, bytes_of({"client_id": "10000000000001"}))
        before = registered()
        tool.registering.register(hosted_canvas())
        assert registered() == before


class TestRefusedByThePlatform:
    @pytest.mark.parametrize(
        ("body", "status", "told"),
        [
            (b"token_already_used", 401, "token_already_used"),
            (b'{"errors": ["scope"]}', 422, "HTTP 422"),
            (b"<html>" + b"x" * 500, 404, "HTTP 404"),
            (b"", 400, "HTTP 400"),
        ],
    )
    def test_it_says_why(self, tool, http, body, status, told):
        http.answer(MOODLE_ENDPOINT, body, status)
        with pytest.raises(ForbiddenError) as caught:
            tool.registering.register(moodle())
        assert told in str(caught.value)

    @pytest.mark.parametrize(
        ("body", "status"),
        [(b"", 503), (b"{}", 200), (b"nonsense", 201), (bytes_of({"client_id": ""}), 200)],
    )
    def test_an_answer_that_is_none(self, tool, http, storage, body, status):
        http.answer(MOODLE_ENDPOINT, body, status)
        with pytest.raises(UnavailableError, match="Look there whether this tool was added"):
            tool.registering.register(moodle())
        assert storage.tables.table("registration_requests") == {}

    def test_no_answer(self, tool, http):
        http.answer(MOODLE_ENDPOINT, UnavailableError("too slow"))
        with pytest.raises(UnavailableError, match="Look there whether this tool was added"):
            tool.registering.register(moodle())

    def test_nothing_is_posted_before_the_configuration_is_believed(self, tool, http):
        http.answer("https://evil.example/c", bytes_of(canvas()))
        with pytest.raises(ForbiddenError):
            tool.registering.register(Asked(configuration_url="https://evil.example/c"))
        assert [call[0] for call in http.calls] == ["GET"]


def test_an_audience_that_is_an_address_is_kept(tool, http, kept, invitation):
    told = canvas(authorization_server="https://api.example.edu/token")
    http.answer(CANVAS_CONFIGURATION, bytes_of(told))
    tool.registering.register(hosted_canvas(invitation=invitation()))
    found = kept("https://canvas.instructure.com", "10000000000001")
    assert found.registration.token_audience == "https://api.example.edu/token"


def test_a_school_without_a_name_is_shown_by_its_address(tool, http):
    told = canvas()
    platform = next(value for key, value in told.items() if key.endswith("configuration"))
    del platform[EXTENSION + "account_name"]
    http.answer(CANVAS_CONFIGURATION, bytes_of(told))
    assert tool.registering.look(hosted_canvas())[0].name == ""
