"""What the pages about registrations call things."""

from flask_babel import lazy_gettext as _

from core.domain.registration import RegistrationStatus
from lti.products import product_name

__all__ = ["DONE", "FIELDS", "LOOKS", "STATUS", "SUMMARY", "TITLE", "product_name"]

TITLE = _("LMS registrations")
SUMMARY = _("Which learning platforms may send people here, such as Moodle and Canvas.")
STATUS = {
    RegistrationStatus.ACTIVE: _("Switched on"),
    RegistrationStatus.PENDING: _("Waits for approval"),
    RegistrationStatus.DISABLED: _("Switched off"),
}
LOOKS = {
    RegistrationStatus.ACTIVE: "good",
    RegistrationStatus.PENDING: "warn",
    RegistrationStatus.DISABLED: "",
}
"""Status -> how its tag looks."""
FIELDS = {
    "product": _("Product"),
    "issuer": _("Issuer"),
    "client_id": _("Client ID"),
    "deployment_id": _("Deployment IDs"),
    "auth_login_url": _("Authentication request URL"),
    "token_url": _("Access token URL"),
    "token_audience": _("Audience of access token requests"),
    "jwks_url": _("Public key set URL"),
    "host": _("Host of the LMS"),
    "organization": _("Organization"),
    "organization_name": _("Name of a new organization"),
    "organization_slug": _("Its short name"),
}
DONE = {
    "registered": _("The LMS is registered."),
    "edited": _("The addresses are saved."),
    "on": _("The registration is switched on. People can come."),
    "off": _("The registration is switched off. Whoever came through it is signed out."),
    "deleted": _("The registration is deleted."),
    "deployment-added": _("The deployment is added."),
    "deployment-on": _("People can come through this deployment now."),
    "deployment-off": _(
        "The deployment is switched off. Whoever came through this registration is signed out."
    ),
    "approved": _("The LMS is approved. People can come."),
    "refused": _("The LMS was refused. It may ask again."),
}
