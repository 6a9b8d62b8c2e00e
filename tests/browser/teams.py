"""Teams tenants in every situation their pages know."""

from tests.teams_app.packages import CLIENT, TID

TEAMS = "/settings/teams"
TEAMS_NEW = "<teams-new>"
"""Stands for the id of a tenant that was just added."""
TEAMS_OFF = "<teams-off>"
"""Stands for the id of one that is switched off, with a package that has changed."""
SECRET = "Abc8Q~a-made-up-value-1a2b"


def put_teams(hub, administrator):
    """Make them; returns what stands for their ids."""
    tenants = hub.teams.tenants
    new = tenants.add(administrator, TID, CLIENT, SECRET)
    hub.clock.advance(seconds=1)
    off = tenants.add(administrator, TID.replace("1", "7"), CLIENT.replace("a", "b"), SECRET)
    with hub.storage.platform() as work:
        work.teams_tenants.save(
            off.changed(
                enabled=False,
                installs=True,
                catalog_app_id="cccccccc-1111-2222-3333-444444444444",
                package_number=3,
                package_digest="older",
            )
        )
    return {TEAMS_NEW: str(new.id), TEAMS_OFF: str(off.id)}
