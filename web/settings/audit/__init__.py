"""The section "audit" of the settings page: who changed what, newest first."""

from uuid import UUID

from flask import Blueprint, request
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from core.domain.identifiers import AuditEntryId, PersonId
from core.services.administration.retention import AUDIT_KEPT
from web.services import services
from web.sessions import current_actor
from web.settings.audit.glossary import Glossary
from web.settings.audit.words import DEEDS
from web.settings.frame import settings_page
from web.settings.sections import Section

__all__ = ["audit_section"]


def audit_section() -> Section:
    """The section."""
    blueprint = Blueprint("audit", __name__)
    blueprint.add_url_rule("/", view_func=listing)
    return Section(
        key="audit",
        title=_("Audit"),
        summary=_("Who changed what in these settings, and when."),
        blueprint=blueprint,
    )


def listing() -> Response:
    """Show what was done, of one kind or by one person if that is asked for."""
    before, by = (request.args.get(name, type=UUID) for name in ("before", "by"))
    deed = request.args.get("deed", "")
    page = services().audit_log.page(
        current_actor(),
        AuditEntryId(before) if before else None,
        deed=deed,
        by=PersonId(by) if by else None,
    )
    return settings_page(
        "settings/audit/listing.html",
        page=page,
        deed=deed,
        by=by,
        differences=Glossary.at_hand(page.named.values()).differences,
        deeds=DEEDS,
        years=AUDIT_KEPT.days // 365,
    )
