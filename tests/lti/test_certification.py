"""The cases of the 1EdTech LTI Advantage Conformance Certification Guide v1.3, section 6.1.

https://www.imsglobal.org/spec/lti/v1p3/cert/. Every case goes through login and launch.
"""

import json

import pytest

from tests.lti.campus import INSTRUCTOR, KEY, LEARNER, MISSING, ROLE, sign_text

BAD = {
    "no_kid_sent_in_jwt_header": {"header": {"badtestonly": "12345", "alg": "RS256"}},
    "incorrect_kid_in_jwt_header": {"header": {"kid": "imstester_66067", "alg": "RS256"}},
    "wrong_lti_version": {"version": "11.3"},
    "no_lti_version": {"version": MISSING},
    "timestamps_incorrect": {"iat": 11111, "exp": 22222},
    "message_type_claim_missing": {"message_type": MISSING},
    "role_claim_missing": {"roles": MISSING},
    "deployment_id_claim_missing": {"deployment_id": MISSING},
    "resource_link_id_claim_missing": {"resource_link": {}},
    "user_claim_missing": {"sub": MISSING},
}


@pytest.mark.parametrize("case", BAD)
@pytest.mark.usefixtures("nobody_arrived")
def test_6_1_1_bad_payload(campus, case):
    answer = campus.launch(**BAD[case])
    assert answer.status_code == 400
    assert answer.json["code"] == "forbidden"
    assert answer.json["reason"]


@pytest.mark.usefixtures("nobody_arrived")
def test_6_1_1_invalid_lti_message(campus):
    asked = campus.login()
    token = sign_text(json.dumps({"name": "badltilaunch"}).encode())
    assert campus.post(token, asked["state"]).json["code"] == "forbidden"


@pytest.mark.usefixtures("nobody_arrived")
def test_6_1_1_missing_lti_claims(campus):
    asked = campus.login()
    claims = campus.claims(asked["nonce"])
    bare = {name: value for name, value in claims.items() if not name.startswith("https://")}
    token = sign_text(json.dumps(bare).encode())
    answer = campus.post(token, asked["state"])
    assert answer.json["reason"] == "the version claim is not 1.3.0"


NO_NAMES = {"name": MISSING, "given_name": MISSING, "family_name": MISSING}
NO_PII = {**NO_NAMES, "email": MISSING}
VALID = {
    "launch": {},
    "launch_with_multiple_role_values": {
        "roles": ["{role}", ROLE + "institution/person#Student", ROLE + "system/person#User"]
    },
    "launch_with_short_role_value": {"roles": ["{short}"]},
    "launch_with_unknown_role": {"roles": [ROLE + "uknownrole/unknown#Helper"]},
    "launch_with_no_role": {"roles": [""]},
    "launch_email_only": NO_NAMES,
    "launch_names_only": {"email": MISSING},
    "launch_no_pii": NO_PII,
    "launch_email_without_context": {**NO_NAMES, "context": MISSING},
}
PEOPLE = {"6_1_2_teacher": INSTRUCTOR, "6_1_3_student": LEARNER}


@pytest.mark.parametrize("case", VALID)
@pytest.mark.parametrize("who", PEOPLE)
def test_valid(campus, session_of, person_of, who, case):
    role = PEOPLE[who]
    changes = {"roles": [role], **VALID[case]}
    changes["roles"] = [
        given.format(role=role, short=role.rpartition("#")[2]) for given in changes["roles"]
    ]
    session = session_of(campus.launch(**changes))
    role_is_told = case not in {"launch_with_unknown_role", "launch_with_no_role"}
    assert session.actor.manages is (who == "6_1_2_teacher" and role_is_told)
    assert session.actor.context_id == (None if "context" in changes else "course-2")
    person = person_of(session)
    assert person.name == ("" if changes.get("name") is MISSING else "Ana Martin")
    assert person.email == ("" if changes.get("email") is MISSING else "ana@campus.test")


def test_new_resource_link_id(campus, session_of):
    """Of older guides: a link never seen before opens like any other."""
    assert session_of(campus.launch(resource_link={"id": "never-seen", "title": None}))


def test_student_only_resource_link(campus, session_of):
    """Of older guides: the id is all that a resource link must have."""
    session = session_of(campus.launch(resource_link={"id": "only-an-id"}, roles=[LEARNER]))
    assert not session.actor.manages


def test_the_campus_of_these_tests_signs_with_its_published_key(campus, session_of):
    """Guards the guards: the same key and header, unchanged, are accepted."""
    header = {"kid": KEY.kid, "alg": "RS256"}
    assert session_of(campus.launch(header=header))
