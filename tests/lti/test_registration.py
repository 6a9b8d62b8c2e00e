"""Registering platforms."""

import pytest

from core.errors import ConflictError, InvalidInputError, NotFoundError
from lti.registration import PlatformDetails, PlatformRegistry
from tests.lti.conftest import REGISTRATION

URLS = {
    "auth_login_url": "https://new.example.edu/auth",
    "token_url": "https://new.example.edu/token",
    "jwks_url": "https://new.example.edu/jwks",
}


@pytest.fixture
def registry(storage, clock, entropy, http):
    return PlatformRegistry(storage, clock, entropy, http)


def details(**changes):
    return PlatformDetails(
        **{"issuer": "https://new.example.edu", "client_id": "abc", **URLS, **changes}
    )


def test_a_platform_with_its_deployments(registry, storage, clock):
    made = registry.register("campus", details(deployment_ids=("1", "106:8865aa05")))
    assert (made.issuer, made.client_id) == ("https://new.example.edu", "abc")
    assert {name: getattr(made, name) for name in URLS} == URLS
    assert made.created_at == clock.now()
    with storage.platform() as work:
        assert work.registrations.find(made.issuer, "abc") == made
        kept = work.registrations.deployments(made.id)
    assert [d.deployment_id for d in kept] == ["1", "106:8865aa05"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"issuer": ""}, "issuer"),
        ({"issuer": "new.example.edu"}, "issuer"),
        ({"issuer": "https://new.example.edu/"}, "issuer"),
        ({"issuer": "https://new.example.edu; script-src *"}, "issuer"),
        ({"issuer": "https://a@new.example.edu"}, "issuer"),
        ({"issuer": "https://new.example.edu/" + "x" * 255}, "issuer"),
        ({"client_id": ""}, "client_id"),
        ({"client_id": "a\nb"}, "client_id"),
        ({"client_id": "x" * 256}, "client_id"),
        ({"token_audience": "x" * 256}, "token_audience"),
        ({"auth_login_url": ""}, "auth_login_url"),
        ({"token_url": "http://new.example.edu/token"}, "token_url"),
        ({"jwks_url": "https://127.0.0.1/jwks"}, "jwks_url"),
        ({"deployment_ids": ("1", "")}, "deployment_id"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_kept(registry, storage, changes, field):
    before = dict(storage.tables.rows)
    with pytest.raises(InvalidInputError) as caught:
        registry.register("campus", details(**changes))
    assert list(caught.value.fields) == [field]
    assert storage.tables.rows == before


def test_all_wrong_fields_are_named_at_once(registry):
    with pytest.raises(InvalidInputError) as caught:
        registry.register("campus", PlatformDetails(issuer="x", client_id=""))
    assert set(caught.value.fields) == {"issuer", "client_id", *URLS}


def test_an_unknown_organization_comes_with_those_there_are(registry):
    with pytest.raises(NotFoundError, match="There are: campus"):
        registry.register("elsewhere", details())


def test_the_same_platform_twice(registry):
    registry.register("campus", details())
    with pytest.raises(ConflictError, match="client id abc"):
        registry.register("campus", details())


def test_one_platform_may_have_several_client_ids(registry):
    registry.register("campus", details())
    assert registry.register("campus", details(client_id="def"))


@pytest.mark.parametrize(
    ("product", "issuer", "urls"),
    [
        (
            "moodle",
            "https://moodle.example.edu/sub",
            (
                "https://moodle.example.edu/sub/mod/lti/auth.php",
                "https://moodle.example.edu/sub/mod/lti/token.php",
                "https://moodle.example.edu/sub/mod/lti/certs.php",
            ),
        ),
        (
            "canvas",
            "https://canvas.instructure.com",
            (
                "https://sso.canvaslms.com/api/lti/authorize_redirect",
                "https://sso.canvaslms.com/login/oauth2/token",
                "https://sso.canvaslms.com/api/lti/security/jwks",
            ),
        ),
        (
            "canvas",
            "https://canvas.beta.instructure.com",
            (
                "https://sso.beta.canvaslms.com/api/lti/authorize_redirect",
                "https://sso.beta.canvaslms.com/login/oauth2/token",
                "https://sso.beta.canvaslms.com/api/lti/security/jwks",
            ),
        ),
        (
            "canvas",
            "https://canvas.example.edu",
            (
                "https://canvas.example.edu/api/lti/authorize_redirect",
                "https://canvas.example.edu/login/oauth2/token",
                "https://canvas.example.edu/api/lti/security/jwks",
            ),
        ),
    ],
)
def test_products_suggest_their_addresses(registry, product, issuer, urls):
    made = registry.register(
        "campus", PlatformDetails(issuer=issuer, client_id="abc", product_family=product)
    )
    assert (made.auth_login_url, made.token_url, made.jwks_url) == urls
    assert made.product_family == product


def test_what_is_typed_wins_over_suggestions(registry):
    made = registry.register("campus", details(product_family="moodle", token_url=""))
    assert made.jwks_url == URLS["jwks_url"]
    assert made.token_url == "https://new.example.edu/mod/lti/token.php"


def test_another_deployment(registry, storage):
    added = registry.add_deployment("https://lms.example.edu", "hub-1", "2")
    assert added.registration_id == REGISTRATION
    with storage.platform() as work:
        assert work.registrations.deployment(REGISTRATION, "2") == added


def test_a_deployment_of_an_unknown_platform(registry):
    with pytest.raises(NotFoundError, match="Register it first"):
        registry.add_deployment("https://lms.example.edu", "other", "2")


def test_a_deployment_id_that_is_none(registry):
    with pytest.raises(InvalidInputError) as caught:
        registry.add_deployment("https://lms.example.edu", "hub-1", "")
    assert (
        str(caught.value.fields["deployment_id"][0]) == "Must have 1 to 255 printable characters."
    )


def test_everything_registered(registry, registration):
    registry.register("campus", details())
    listed = registry.all()
    assert [(o.slug, r.issuer, [d.deployment_id for d in ds]) for o, r, ds in listed] == [
        ("campus", registration.issuer, ["1"]),
        ("campus", "https://new.example.edu", []),
    ]


def test_an_organization_is_created_by_its_name(registry, storage, clock):
    made = registry.register("new-school", details(), organization_name="New School")
    with storage.platform() as work:
        created = work.organizations.by_slug("new-school")
    assert (created.id, created.name) == (made.organization_id, "New School")
    assert created.created_at == clock.now()


def test_a_known_organization_keeps_its_name(registry, storage):
    registry.register("campus", details(), organization_name="Another")
    with storage.platform() as work:
        assert work.organizations.by_slug("campus").name == "Campus"


@pytest.mark.parametrize("slug", ["", "New School", "-a", "a-", "a" * 64, "schön"])
def test_a_short_name_that_is_none(registry, storage, slug):
    with pytest.raises(InvalidInputError) as caught:
        registry.register(slug, details(), organization_name="New School")
    assert list(caught.value.fields) == ["organization"]
    with storage.platform() as work:
        assert len(work.organizations.all()) == 1
