"""Attacks on the id_token. Each is refused, says why, and leaves nobody signed in."""

import hashlib
import hmac
import json

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from core.domain.registration import Deployment, Registration
from tests.lti.campus import (
    CLAIM,
    INSTRUCTOR,
    ISSUER,
    KEY,
    MISSING,
    OTHER_KEY,
    Campus,
    SigningKey,
    encoded,
    sign_text,
)


def retold(claims, **changes):
    return {**claims, **{CLAIM + name: value for name, value in changes.items()}}


class TestSignature:
    @pytest.mark.parametrize("alg", ["none", "None", "NONE", "", None, "RS384", "PS256", "ES256"])
    def test_another_algorithm(self, campus, refused, alg):
        refused(campus.launch(header={"alg": alg, "kid": KEY.kid}), "RS256")

    def test_no_algorithm(self, campus, refused):
        refused(campus.launch(header={"kid": KEY.kid}), "RS256")

    def test_no_signature(self, campus, refused):
        asked = campus.login()
        header = encoded(json.dumps({"alg": "none", "kid": KEY.kid}).encode())
        body = encoded(json.dumps(campus.claims(asked["nonce"])).encode())
        refused(campus.post(f"{header}.{body}.", asked["state"]), "RS256")

    def test_an_empty_signature_under_the_right_header(self, campus, refused):
        asked = campus.login()
        token = campus.sign(campus.claims(asked["nonce"]))
        refused(campus.post(token.rpartition(".")[0] + ".", asked["state"]), "signature")

    def test_hs256_with_the_public_key_as_secret(self, campus, refused):
        asked = campus.login()
        public = KEY.private.public_key()
        secret = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        header = encoded(json.dumps({"alg": "HS256", "kid": KEY.kid}).encode())
        body = encoded(json.dumps(campus.claims(asked["nonce"])).encode())
        signed = f"{header}.{body}".encode()
        forged = encoded(hmac.new(secret, signed, hashlib.sha256).digest())
        refused(campus.post(f"{header}.{body}.{forged}", asked["state"]), "RS256")

    def test_another_key_under_a_known_kid(self, campus, refused):
        impostor = SigningKey(KEY.kid)
        refused(campus.launch(key=impostor), "signature")

    def test_a_key_the_platform_does_not_have(self, campus, refused):
        refused(campus.launch(key=OTHER_KEY), "no key of this id")

    def test_a_key_inside_the_header(self, campus, refused):
        header = {"alg": "RS256", "kid": KEY.kid, "jwk": OTHER_KEY.jwk}
        refused(campus.launch(key=OTHER_KEY, header=header), "signature")

    @pytest.mark.parametrize("kid", [None, "", 7, ["campus-1"]])
    def test_no_key_id(self, campus, refused, kid):
        refused(campus.launch(header={"alg": "RS256", "kid": kid}), "kid")

    @pytest.mark.parametrize(
        "extra",
        [{"crit": ["exp"]}, {"crit": "exp"}, {"b64": False}, {"b64": False, "crit": ["b64"]}],
    )
    def test_header_extensions_that_change_what_is_signed(self, campus, refused, extra):
        refused(campus.launch(header={"alg": "RS256", "kid": KEY.kid, **extra}), "signature")

    def test_a_changed_payload(self, campus, refused):
        asked = campus.login()
        claims = campus.claims(asked["nonce"])
        header, _, signature = campus.sign(claims).split(".")
        raised = encoded(json.dumps(retold(claims, roles=[INSTRUCTOR])).encode())
        refused(campus.post(f"{header}.{raised}.{signature}", asked["state"]), "signature")


class TestForm:
    @pytest.mark.parametrize(
        "token",
        [
            MISSING,
            "",
            "a",
            "a.b",
            "a.b.c",
            "a.b.c.d.e",
            "....",
            "é.é.é",
            encoded(b"[]") + ".e30.",
            encoded(b"null") + ".e30.",
            encoded(b'"RS256"') + ".e30.",
            encoded(b"{" * 5000) + ".e30.",
            encoded(b"[" * 40_000) + ".e30.",
        ],
    )
    def test_not_a_token(self, campus, refused, token):
        asked = campus.login()
        refused(campus.post(token, asked["state"]))

    def test_a_token_too_long(self, campus, refused):
        refused(campus.launch(custom={"padding": "x" * 70_000}), "too long")

    def test_a_body_too_large_is_not_even_read(self, campus, storage):
        asked = campus.login()
        answer = campus.post("x" * 300_000, asked["state"])
        assert answer.status_code == 413
        assert len(storage.tables.table("launch_states")) == 1

    @pytest.mark.parametrize(
        "rewrite",
        [
            lambda text: text[:-1] + ', "sub": "admin"}',
            lambda text: text.replace('{"id": "link-1"', '{"id": "other", "id": "link-1"'),
            lambda text: text[:-1] + ', "nan": NaN}',
            lambda text: text[:-1] + ', "endless": -Infinity}',
            lambda text: text[:-1] + ', "half": "\\ud800"}',
            lambda text: text[:-1] + ', "deep": ' + "[" * 20_000 + "]" * 20_000 + "}",
            lambda text: text[:-1] + ', "long": ' + "9" * 5_000 + "}",
            lambda text: "[" + text + "]",
            lambda text: text[:-1],
            lambda text: text + text,
        ],
    )
    def test_json_that_parsers_read_differently(self, campus, refused, rewrite):
        asked = campus.login()
        payload = rewrite(json.dumps(campus.claims(asked["nonce"])))
        refused(campus.post(sign_text(payload.encode()), asked["state"]), "well-formed")

    def test_a_payload_that_is_not_unicode(self, campus, refused):
        asked = campus.login()
        refused(campus.post(sign_text(b'{"sub": "\xff"}'), asked["state"]), "well-formed")

    def test_a_header_with_a_key_twice(self, campus, refused):
        header = b'{"alg": "none", "alg": "RS256", "kid": "campus-1"}'
        refused(campus.launch(header=header), "not a signed token")


class TestParties:
    @pytest.mark.parametrize(
        "iss", [MISSING, None, "", ISSUER + "/", ISSUER.upper(), "https://evil.example", 5]
    )
    def test_another_issuer(self, campus, refused, iss):
        refused(campus.launch(iss=iss), "issuer")

    @pytest.mark.parametrize(
        "aud", [MISSING, None, "", "other", "hub-1 ", [], ["other"], {"hub-1": 1}, [["hub-1"]]]
    )
    def test_another_audience(self, campus, refused, aud):
        refused(campus.launch(aud=aud), "audience")

    @pytest.mark.parametrize("aud", ["hub-1", ["hub-1"], ["hub-1", "other"], ["other", "hub-1"]])
    @pytest.mark.parametrize("azp", ["other", "", None, 5])
    def test_another_authorised_party(self, campus, refused, aud, azp):
        refused(campus.launch(aud=aud, azp=azp), "azp")

    def test_several_audiences_without_an_authorised_party(self, campus, refused):
        refused(campus.launch(aud=["hub-1", "evil"]), "azp")

    @pytest.mark.parametrize(
        ("aud", "azp"),
        [
            ("hub-1", "hub-1"),
            (["hub-1"], MISSING),
            (["hub-1"], "hub-1"),
            (["other", "hub-1"], "hub-1"),
        ],
    )
    def test_good_audiences(self, campus, aud, azp):
        assert campus.launch(aud=aud, azp=azp).status_code == 303

    def test_a_token_for_another_registration_of_the_same_platform(
        self, app, clock, storage, registration, campus, refused
    ):
        """Both client ids are ours and share the platform's key, but not the login."""
        twin = Registration(
            id=type(registration.id)(int=777),
            organization_id=registration.organization_id,
            issuer=registration.issuer,
            client_id="hub-2",
            auth_login_url=registration.auth_login_url,
            token_url=registration.token_url,
            jwks_url=registration.jwks_url,
            created_at=registration.created_at,
        )
        with storage.platform() as work:
            work.registrations.save(twin)
            work.registrations.save_deployment(
                Deployment(
                    registration_id=twin.id,
                    deployment_id="1",
                    organization_id=twin.organization_id,
                )
            )
        other = Campus(app, clock, client_id="hub-2")
        asked = campus.login()
        token = other.sign(other.claims(asked["nonce"]))
        refused(campus.post(token, asked["state"]), "audience")
