"""Who may speak for an issuer."""

import pytest

from core.errors import ForbiddenError
from lti.dynamic_registration.authority import must_speak_for_issuer
from lti.dynamic_registration.platform_configuration import read_configuration
from tests.lti.registering_platforms import MOODLE, PLATFORM, canvas

LMS = "https://lms.example.edu"
SSO = "https://sso.canvaslms.com"
CANVAS = "https://canvas.instructure.com"
SCHOOL = "https://school.instructure.com"
CONFIGURATION = "/api/lti/security/openid-configuration"


def speaks(configuration_url, configuration):
    must_speak_for_issuer(configuration_url, read_configuration(configuration))


def platform(issuer=LMS, registers=f"{LMS}/register"):
    return {**MOODLE, "issuer": issuer, "registration_endpoint": registers}


def canvas_of(domain, registers, issuer=CANVAS):
    configuration = canvas(registers=registers, issuer=issuer)
    configuration[PLATFORM][f"{CANVAS}/lti/account_domain"] = domain
    return configuration


@pytest.mark.parametrize(
    ("configuration_url", "configuration"),
    [
        (f"{LMS}/configuration", platform()),
        ("https://LMS.example.edu:443/c", platform()),
        (f"{LMS}/c", platform(issuer=f"{LMS}/moodle", registers=f"{LMS}/moodle/r")),
        ("http://127.0.0.1:8081/c", MOODLE),
        (f"{CANVAS}{CONFIGURATION}?registration_token=t", canvas()),
        (f"{SSO}{CONFIGURATION}", canvas()),
        (f"{SCHOOL}{CONFIGURATION}", canvas()),
        (f"{CANVAS}{CONFIGURATION}", canvas_of("lms.school.edu", "https://lms.school.edu")),
        (
            "https://sso.beta.canvaslms.com" + CONFIGURATION,
            canvas(
                registers="https://school.beta.instructure.com",
                issuer="https://canvas.beta.instructure.com",
            ),
        ),
    ],
)
def test_a_configuration_of_the_issuer_itself(configuration_url, configuration):
    speaks(configuration_url, configuration)


@pytest.mark.parametrize(
    ("configuration_url", "configuration"),
    [
        # Somebody else's configuration in the name of the issuer.
        ("https://evil.example/c", platform()),
        ("http://lms.example.edu/c", platform()),
        ("https://lms.example.edu:8443/c", platform()),
        ("https://lms.example.edu.evil.example/c", platform()),
        ("https://lms.example.edu@evil.example/c", platform()),
        # The issuer's configuration, but client ids from elsewhere.
        (f"{LMS}/c", platform(registers="https://evil.example/r")),
        (f"{LMS}/c", platform(registers="http://lms.example.edu/r")),
        # Nothing that has an origin.
        ("https://[/c", platform()),
        (f"{LMS}/c", platform(issuer="https://lms.example.edu:x")),
        # Not Canvas, whatever it says.
        ("https://evil.example" + CONFIGURATION, canvas()),
        ("https://instructure.com.evil.example" + CONFIGURATION, canvas()),
        ("http://canvas.instructure.com" + CONFIGURATION, canvas()),
        ("https://canvas.instructure.com:8443" + CONFIGURATION, canvas()),
        ("https://school.instructure.com/files/1/download", canvas()),
        ("https://sso.beta.canvaslms.com" + CONFIGURATION, canvas()),
        (f"{CANVAS}{CONFIGURATION}", canvas_of("school.edu", "https://evil.example")),
        (f"{CANVAS}{CONFIGURATION}", canvas_of("", "https://evil.example")),
        (f"{CANVAS}{CONFIGURATION}", canvas_of("school.edu", "http://school.edu")),
        (
            f"{CANVAS}{CONFIGURATION}",
            {**canvas(), "registration_endpoint": f"{SCHOOL}/files/1/api/lti/registrations"},
        ),
        (f"{LMS}{CONFIGURATION}", {**canvas(), "issuer": LMS}),
    ],
)
def test_nobody_else_speaks_for_an_issuer(configuration_url, configuration):
    with pytest.raises(ForbiddenError, match="Nothing was registered"):
        speaks(configuration_url, configuration)
