"""Every connector the product knows, one line each: adding a vendor adds a line here."""

from collections.abc import Mapping

from core.ports.connectors import Connector
from integrations.files.report.connector import Report
from integrations.files.sftp.connector import SftpDrop
from integrations.files.upload.connector import UploadedFile
from integrations.hris.bamboohr.connector import BambooHR
from integrations.hris.entra.connector import Entra
from integrations.hris.scim.connector import Scim
from integrations.lms.canvas.connector import Canvas
from integrations.lms.moodle.connector import Moodle
from integrations.school.oneroster.rest import OneRoster
from integrations.school.oneroster.uploaded import OneRosterFile


def connectors() -> Mapping[str, Connector]:
    """Each connector by its slug, in the order in which administrators see them."""
    known: tuple[Connector, ...] = (
        Scim(),
        UploadedFile(),
        Report(),
        SftpDrop(),
        BambooHR(),
        Entra(),
        OneRoster(),
        OneRosterFile(),
        Canvas(),
        Moodle(),
    )
    return {connector.manifest.slug: connector for connector in known}
