"""Packages to build and to spoil."""

import json
from datetime import UTC, datetime
from uuid import UUID

from core.domain.identifiers import OrganizationId, TeamsTenantId
from core.domain.teams_tenant import TeamsTenant
from teams_app.package.archive import package_files, zipped

PUBLIC = "https://mentoring.example.org"
TID = "11111111-2222-3333-4444-555555555555"
CLIENT = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"
APP = "99999999-8888-4777-8666-555555555555"


def tenant(**facts):
    return TeamsTenant(
        **{
            "id": TeamsTenantId(UUID(int=1)),
            "organization_id": OrganizationId(UUID(int=2)),
            "tenant": TID,
            "client_id": CLIENT,
            "app_id": APP,
            "created_at": datetime(2026, 3, 2, tzinfo=UTC),
            **facts,
        }
    )


def files(public_url=PUBLIC, version="1.0.1", **facts):
    return dict(package_files(tenant(**facts), public_url, version))


def spoilt(change, name="manifest.json"):
    """A package in which `change` did something to a file of JSON."""
    held = files()
    content = json.loads(held[name])
    change(content)
    held[name] = json.dumps(content).encode()
    return zipped(held)
