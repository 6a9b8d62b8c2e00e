"""Roles in every spelling that platforms use."""

import pytest

from lti.roles import Standing, standing

V2 = "http://purl.imsglobal.org/vocab/lis/v2/"
TEACHES = Standing(teaches=True)
ADMINISTERS = Standing(administers=True)
NOTHING = Standing()

CASES = [
    ([], NOTHING),
    ([""], NOTHING),
    (["Learner"], NOTHING),
    (["Instructor"], TEACHES),
    (["Administrator"], TEACHES),  # short names are context roles only
    (["Mentor"], Standing(observes=True)),
    (["instructor"], NOTHING),
    (["Instructor Learner"], NOTHING),
    ([V2 + "membership#Instructor"], TEACHES),
    ([V2 + "membership#Administrator"], TEACHES),
    ([V2 + "membership#Learner"], NOTHING),
    ([V2 + "membership#ContentDeveloper"], NOTHING),
    ([V2 + "membership#Mentor"], Standing(observes=True)),
    ([V2 + "membership/Mentor#LearnerMentor"], Standing(observes=True)),
    ([V2 + "membership/Instructor#TeachingAssistant"], TEACHES),
    ([V2 + "membership/Instructor#PrimaryInstructor"], TEACHES),
    ([V2 + "membership/Learner#Instructor"], NOTHING),
    ([V2 + "membership/Learner#GuestLearner"], NOTHING),
    ([V2 + "institution/person#Instructor"], NOTHING),
    ([V2 + "institution/person#Faculty"], NOTHING),
    ([V2 + "institution/person#Administrator"], ADMINISTERS),
    ([V2 + "system/person#Administrator"], ADMINISTERS),
    ([V2 + "system/person#SysAdmin"], ADMINISTERS),
    ([V2 + "system/person#User"], NOTHING),
    # Canvas: staff of the institution who are students in this course
    ([V2 + "institution/person#Instructor", V2 + "membership#Learner"], NOTHING),
    ([V2 + "institution/person#Administrator", V2 + "membership#Learner"], ADMINISTERS),
    # Canvas: the student view
    (
        [V2 + "membership#Learner", "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"],
        Standing(test_user=True),
    ),
    # Moodle: an administrator who is not enrolled
    (
        [
            V2 + "institution/person#Administrator",
            V2 + "membership#Instructor",
            V2 + "system/person#Administrator",
        ],
        Standing(teaches=True, administers=True),
    ),
    (["https://evil.example/membership#Instructor"], NOTHING),
    ([V2 + "membership"], NOTHING),
    ([V2 + "#Instructor"], NOTHING),
    ([V2], NOTHING),
    (["urn:lti:instrole:ims/lis/Administrator"], NOTHING),
]


@pytest.mark.parametrize(("roles", "expected"), CASES)
def test_standing(roles, expected):
    assert standing(roles) == expected


def test_unknown_roles_take_nothing_away():
    assert standing(["x", "", V2 + "membership#Instructor", V2 + "future#Thing"]) == TEACHES
