"""Platforms that ask to be registered, and where they are told about us."""

import json
from uuid import UUID

from lti.dynamic_registration.discovery import Asked
from tests.lti.registering_platforms import (
    CANVAS_CONFIGURATION,
    MOODLE,
    MOODLE_CONFIGURATION,
    SCHOOL,
)

MOODLE_ENDPOINT = MOODLE["registration_endpoint"]
CANVAS_ENDPOINT = f"{SCHOOL}/api/lti/registrations"
OTHER = UUID(int=900)


def bytes_of(document):
    return json.dumps(document).encode()


def moodle(**changes):
    return Asked(configuration_url=MOODLE_CONFIGURATION, token="secret.token", **changes)


def hosted_canvas(**changes):
    return Asked(configuration_url=CANVAS_CONFIGURATION, token="secret.token", **changes)
