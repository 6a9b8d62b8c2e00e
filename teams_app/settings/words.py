"""What the pages about Teams call things."""

from flask_babel import lazy_gettext as _

TITLE = _("Microsoft Teams")
SUMMARY = _("Tab, chat and messages in Teams, for people of the tenants that you add.")
FIELDS = {
    "tenant": _("Directory (tenant) ID"),
    "client_id": _("Application (client) ID"),
    "secret": _("Client secret"),
    "typed": _("Directory (tenant) ID"),
    "installs": _("Installs the app for people"),
    "feed": _("Writes into activity feeds"),
}
DONE = {
    "added": _("The tenant is added. Go on with the steps below."),
    "secret": _("The new secret is used from now on."),
    "on": _("The tenant is switched on. People can come."),
    "off": _("The tenant is switched off. Nobody can come from it, and nobody is written to."),
    "rights": _("What Mentorloom may do is saved."),
    "deleted": _("The tenant is deleted."),
}
