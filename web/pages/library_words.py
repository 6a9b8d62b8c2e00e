"""What pages call resources, and what courses show: translated when shown."""

from flask_babel import lazy_gettext as _

from core.domain.evidence import Showing
from core.domain.resource import ResourceKind

RESOURCE_KINDS = {
    ResourceKind.COURSE: _("Course"),
    ResourceKind.PAGE: _("Page"),
    ResourceKind.ASSIGNMENT: _("Assignment"),
    ResourceKind.QUIZ: _("Quiz"),
    ResourceKind.DISCUSSION: _("Discussion"),
    ResourceKind.FILE: _("File"),
    ResourceKind.LINK: _("Link"),
    ResourceKind.TOOL: _("Tool"),
    ResourceKind.OTHER: _("Activity"),
}
SHOWINGS = {Showing.COMPLETED: _("Completed"), Showing.GRADED: _("Graded")}
