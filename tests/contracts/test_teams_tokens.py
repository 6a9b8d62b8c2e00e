from datetime import timedelta

from tests.contracts.teams_world import new_teams_tenant
from tests.contracts.world import NOW


def test_tokens_come_back_for_the_person_and_app_they_are_of(world):
    teams, other = new_teams_tenant(world), new_teams_tenant(world)
    with world.tenant() as work:
        work.teams_tokens.save(teams.id, "oid", world.ada.id, "first", NOW)
        work.teams_tokens.save(teams.id, "oid", world.ada.id, "second", NOW)
    with world.tenant() as work:
        assert work.teams_tokens.get(teams.id, "oid") == "second"
        assert work.teams_tokens.get(teams.id, "another") == ""
        assert work.teams_tokens.get(other.id, "oid") == ""
    with world.storage.tenant(world.new_organization().id) as work:
        assert work.teams_tokens.get(teams.id, "oid") == ""
        assert work.teams_tokens.purge(NOW + timedelta(days=1)) == 0


def test_what_nobody_needed_for_long_is_forgotten(world):
    teams = new_teams_tenant(world)
    with world.tenant() as work:
        work.teams_tokens.save(teams.id, "old", world.ada.id, "a", NOW)
        work.teams_tokens.save(teams.id, "new", world.ben.id, "b", NOW + timedelta(days=1))
        assert work.teams_tokens.purge(NOW + timedelta(hours=1)) == 1
        assert work.teams_tokens.get(teams.id, "old") == ""
        assert work.teams_tokens.get(teams.id, "new") == "b"


def test_they_go_with_the_tenant(world):
    teams = new_teams_tenant(world)
    with world.tenant() as work:
        work.teams_tokens.save(teams.id, "oid", world.ada.id, "a", NOW)
    with world.platform() as work:
        work.teams_tenants.remove(teams.id)
    with world.tenant() as work:
        assert work.teams_tokens.get(teams.id, "oid") == ""
