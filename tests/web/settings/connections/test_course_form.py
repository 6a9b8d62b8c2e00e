"""A form that asks for an LMS registration and for courses."""

from uuid import UUID

from core.domain.registration import Registration
from integrations.lms.canvas.connector import Canvas
from tests.web.hub import ORGANIZATION
from web.settings.connections.forms import stored_form

from .conftest import HERE

REGISTRATION = UUID(int=4711)


def test_registrations_are_offered_and_kept(hub, desk):
    hub.connectors["canvas"] = Canvas()
    made = Registration(
        id=REGISTRATION,
        organization_id=ORGANIZATION,
        issuer="https://canvas.instructure.com",
        client_id="10000000000007",
        auth_login_url="https://sso.canvaslms.com/auth",
        token_url="https://sso.canvaslms.com/token",
        jwks_url="https://sso.canvaslms.com/jwks",
        created_at=hub.clock.now(),
    )
    with hub.storage.platform() as work:
        work.registrations.save(made)
    page = desk.get(f"{HERE}/add/canvas").text
    assert "https://canvas.instructure.com (10000000000007)</option>" in page
    typed = {
        "field-address": "https://canvas.example",
        "field-token": "t0ken",
        "field-registration": str(REGISTRATION),
        "field-courses": "12; 15",
    }
    form = desk.get(f"{HERE}/add/canvas")
    desk.send(form, f"{HERE}/add/canvas", title="Our Canvas", **typed)
    stored = hub.the_connection()
    assert stored.settings["registration"] == str(REGISTRATION)
    assert stored.settings["courses"] == [12, 15]
    assert stored_form(stored)["courses"] == "12, 15"
    page = desk.get(f"{desk.one}/settings").text
    assert 'value="12, 15"' in page
    assert f'value="{REGISTRATION}" selected' in page
