"""What the audit calls deeds; one that has no word here is shown by its name."""

from flask_babel import lazy_gettext as _

DEEDS = {
    "connection.added": _("Connection added"),
    "connection.backfill": _("Span of time read again"),
    "connection.changed": _("Connection changed"),
    "connection.checked": _("Connection tested"),
    "connection.confirmed": _("Held run confirmed"),
    "connection.deleted": _("Connection deleted"),
    "connection.dry_run": _("Dry run started"),
    "connection.file": _("File uploaded"),
    "connection.hook.off": _("Webhook ended"),
    "connection.hook.on": _("Webhook begun"),
    "connection.on": _("Connection turned on"),
    "connection.paused": _("Connection paused"),
    "connection.reauthorised": _("Connection authorised again"),
    "connection.run": _("Run started"),
    "connection.stopped": _("Run stopped"),
    "administrator.linked": _("Microsoft account linked"),
    "administrator.unlinked": _("Microsoft account unlinked"),
    "people.believed": _("Whom to believe changed"),
    "people.decided": _("Record decided"),
    "people.joined": _("Two people joined"),
    "people.parted": _("One person parted"),
    "person.erased": _("Person erased"),
    "person.exported": _("Person exported"),
    "scim_token.issued": _("SCIM token made"),
    "scim_token.removed": _("SCIM token removed"),
}
