"""Teams tenants, what came from them, and where people are there."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from core.domain.teams_choices import Rhythm
from core.domain.teams_conversation import ConversationKind
from core.errors import ConflictError
from core.ports.teams_repositories import Ratings
from tests.contracts.teams_world import (
    conversation,
    delivery,
    new_teams_tenant,
    teams_choices,
    teams_tenant,
)
from tests.contracts.world import NOW, World, fresh

LATER = NOW + timedelta(hours=1)


class TestTenants:
    def test_they_are_found_by_all_their_names(self, world):
        first = new_teams_tenant(world)
        second = new_teams_tenant(world, client_id=first.client_id, created_at=LATER)
        with world.platform() as work:
            tenants = work.teams_tenants
            assert tenants.get(first.id) == first
            assert tenants.get(fresh()) is None
            assert tenants.by_client(second.tenant, first.client_id) == second
            assert tenants.by_client("other", first.client_id) is None
            assert tenants.by_app(first.client_id) == [first, second]
            assert tenants.by_app("other") == []
            assert tenants.of_organization(world.id) == [first, second]
            assert tenants.of_organization(fresh()) == []
            assert tenants.all() == [first, second]

    def test_a_change_replaces_the_version_before(self, world):
        tenant = new_teams_tenant(world)
        changed = replace(
            tenant,
            version=2,
            enabled=False,
            installs=True,
            catalog_app_id="c",
            secret_set_at=LATER,
            package_number=3,
            package_digest="d",
        )
        with world.platform() as work:
            work.teams_tenants.save(changed)
        with world.platform() as work:
            assert work.teams_tenants.get(tenant.id) == changed
            for outdated in (tenant, replace(tenant, version=2), replace(tenant, version=4)):
                with pytest.raises(ConflictError, match="Somebody changed this"):
                    work.teams_tenants.save(outdated)
            assert work.teams_tenants.get(tenant.id) == changed

    def test_one_app_is_in_one_tenant_once(self, world):
        known = new_teams_tenant(world)
        other = teams_tenant(world, tenant=known.tenant, client_id=known.client_id)
        with world.platform() as work:
            with pytest.raises(ConflictError, match="are known already"):
                work.teams_tenants.save(other)
            assert work.teams_tenants.all() == [known]

    def test_its_secret_is_kept_apart(self, world):
        tenant, other = new_teams_tenant(world), new_teams_tenant(world)
        with world.platform() as work:
            assert work.teams_tenants.secret(tenant.id) == ""
            work.teams_tenants.save_secret(tenant.id, "s3cret")
        with world.platform() as work:
            work.teams_tenants.save(replace(tenant, version=2))
            assert work.teams_tenants.secret(tenant.id) == "s3cret"
            assert work.teams_tenants.secret(other.id) == ""
            work.teams_tenants.save_secret(tenant.id, "")
            assert work.teams_tenants.secret(tenant.id) == ""

    def test_everything_of_it_goes_with_it(self, world):
        tenant, stays = new_teams_tenant(world), new_teams_tenant(world)
        for one in (tenant, stays):
            with world.tenant() as work:
                work.teams_conversations.save(conversation(world, one, world.ada))
                work.teams_deliveries.add_many([delivery(world, one)])
            with world.platform() as work:
                work.teams_activities.take(one.id, "1", "{}", NOW)
        with world.platform() as work:
            work.teams_tenants.save_secret(tenant.id, "s3cret")
            work.teams_tenants.remove(tenant.id)
            work.teams_tenants.remove(tenant.id)
            assert work.teams_tenants.all() == [stays]
            assert work.teams_tenants.secret(tenant.id) == ""
            assert work.teams_activities.get(tenant.id, "1") is None
            assert work.teams_activities.get(stays.id, "1") == "{}"
        with world.tenant() as work:
            (left,) = work.teams_conversations.of_person(world.ada.id)
            assert left.teams_tenant_id == stays.id
            (left,) = work.teams_deliveries.of_person(world.ada.id, 9)
            assert left.teams_tenant_id == stays.id


class TestActivities:
    def test_each_is_taken_once_and_read_until_it_is_done(self, world):
        tenant, other = new_teams_tenant(world), new_teams_tenant(world)
        with world.platform() as work:
            assert work.teams_activities.take(tenant.id, "1", '{"text": "Hi"}', NOW)
            assert work.teams_activities.take(other.id, "1", "{}", NOW)
        with world.platform() as work:
            assert not work.teams_activities.take(tenant.id, "1", "{}", LATER)
            assert work.teams_activities.get(tenant.id, "1") == '{"text": "Hi"}'
            work.teams_activities.done(tenant.id, "1")
            work.teams_activities.done(tenant.id, "2")
            assert work.teams_activities.get(tenant.id, "1") is None
            assert not work.teams_activities.take(tenant.id, "1", "{}", LATER)
            assert work.teams_activities.get(other.id, "1") == "{}"

    def test_old_ones_are_forgotten(self, world):
        tenant = new_teams_tenant(world)
        with world.platform() as work:
            work.teams_activities.take(tenant.id, "1", "{}", NOW)
            work.teams_activities.take(tenant.id, "2", "{}", LATER)
            assert work.teams_activities.purge(LATER) == 1
            assert work.teams_activities.get(tenant.id, "1") is None
            assert work.teams_activities.get(tenant.id, "2") == "{}"


class TestConversations:
    @pytest.fixture
    def tenant(self, world):
        return new_teams_tenant(world)

    def test_they_are_found_by_person_and_by_name(self, world, tenant):
        first = conversation(world, tenant, world.ada, locale="de-DE")
        newer = conversation(world, tenant, world.ada, refreshed_at=LATER)
        bens = conversation(world, tenant, world.ben)
        channel = conversation(
            world, tenant, kind=ConversationKind.CHANNEL, team_id="19:t", channel_id="19:c"
        )
        with world.tenant() as work:
            for one in (first, newer, bens, channel):
                work.teams_conversations.save(one)
        with world.tenant() as work:
            kept = work.teams_conversations
            assert kept.of_person(world.ada.id) == [newer, first]
            assert kept.of_person(world.cleo.id) == []
            people = [world.ada.id, world.ben.id, world.cleo.id]
            assert kept.of_people(people) == {world.ada.id: [newer, first], world.ben.id: [bens]}
            assert kept.by_conversation(tenant.id, channel.conversation_id) == channel
            assert kept.by_conversation(fresh(), channel.conversation_id) is None

    def test_a_group_is_nobodys_chat(self, world, tenant):
        group = conversation(world, tenant, world.ada, kind=ConversationKind.GROUP)
        with world.tenant() as work:
            work.teams_conversations.save(group)
            assert work.teams_conversations.of_person(world.ada.id) == []

    def test_they_are_blocked_until_something_is_heard(self, world, tenant):
        one, other = conversation(world, tenant, world.ada), conversation(world, tenant, world.ben)
        with world.tenant() as work:
            work.teams_conversations.save(one)
            work.teams_conversations.save(other)
            work.teams_conversations.block(tenant.id, one.conversation_id, LATER)
            work.teams_conversations.block(tenant.id, "unknown", LATER)
        with world.tenant() as work:
            (blocked,) = work.teams_conversations.of_person(world.ada.id)
            assert blocked == replace(one, blocked_at=LATER)
            assert not blocked.live
            assert work.teams_conversations.of_person(world.ben.id) == [other]
            heard = blocked.heard(LATER, "https://elsewhere/")
            work.teams_conversations.save(heard)
            assert work.teams_conversations.of_person(world.ada.id) == [heard]
            assert heard.live

    def test_other_organizations_see_nothing(self, world, tenant):
        one = conversation(world, tenant, world.ada)
        with world.tenant() as work:
            work.teams_conversations.save(one)
        with World(world.storage).tenant() as work:
            assert work.teams_conversations.of_person(world.ada.id) == []
            assert work.teams_conversations.by_conversation(tenant.id, one.conversation_id) is None


class TestChoices:
    def test_they_are_kept_a_person(self, world):
        adas = teams_choices(world)
        bens = teams_choices(
            world,
            world.ben,
            chat=False,
            quiet_from=time(12, 30),
            quiet_until=time(13),
            weekends=True,
            rhythm=Rhythm.WEEKLY,
            paused_until=date(2026, 4, 1),
        )
        with world.tenant() as work:
            assert work.teams_choices.get(world.ada.id) is None
            work.teams_choices.save(adas)
            work.teams_choices.save(bens)
        with world.tenant() as work:
            changed = replace(adas, rhythm=Rhythm.DAILY)
            work.teams_choices.save(changed)
            assert work.teams_choices.get(world.ada.id) == changed
            everybody = [world.ada.id, world.ben.id, world.cleo.id]
            found = {world.ada.id: changed, world.ben.id: bens}
            assert work.teams_choices.get_many(everybody) == found
        with World(world.storage).tenant() as work:
            assert work.teams_choices.get_many(everybody) == {}


class TestRatings:
    def test_they_are_counted_a_day(self, world):
        first, second = date(2026, 3, 2), date(2026, 3, 3)
        with world.tenant() as work:
            assert work.teams_ratings.since(first) == Ratings()
            work.teams_ratings.add(first, Ratings(helpful=1))
            work.teams_ratings.add(first, Ratings(unhelpful=1))
            work.teams_ratings.add(second, Ratings(helpful=2))
        with world.tenant() as work:
            assert work.teams_ratings.since(first) == Ratings(helpful=3, unhelpful=1)
            assert work.teams_ratings.since(second) == Ratings(helpful=2)
        with World(world.storage).tenant() as work:
            assert work.teams_ratings.since(first) == Ratings()
