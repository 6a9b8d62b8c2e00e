"""Addresses of vendors' webhooks."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.hook import Hook
from tests.contracts.world import NOW, digest


@pytest.fixture
def connection(world):
    return world.new_connection()


def hook_of(connection, number=1, **told):
    return Hook(
        token_hash=digest(number),
        connection_id=connection.id,
        organization_id=connection.organization_id,
        subscription_id=f"s-{number}",
        created_at=NOW,
        **told,
    )


def test_a_hook_is_found_by_the_hash_of_its_address(world, connection):
    hook = hook_of(connection, expires_at=NOW + timedelta(days=3))
    with world.platform() as work:
        work.hooks.save(hook)
        assert work.hooks.find(digest(1)) == hook
        assert work.hooks.find(digest(2)) is None
        assert work.hooks.of_connection(connection.id) == hook
        newer = replace(hook, token_hash=digest(2), subscription_id="s-2", expires_at=None)
        work.hooks.save(newer)
        assert work.hooks.find(digest(1)) is None
        assert work.hooks.of_connection(connection.id) == newer


def test_a_delivery_counts_once_while_it_is_remembered(world, connection):
    hook, other = hook_of(connection), hook_of(world.new_connection(), 2)
    later = NOW + timedelta(hours=1)
    with world.platform() as work:
        work.hooks.save(hook)
        work.hooks.save(other)
        assert work.hooks.take(hook, digest(7), NOW)
        assert not work.hooks.take(hook, digest(7), later)
        assert work.hooks.of_connection(connection.id).heard_at == NOW
        assert work.hooks.take(other, digest(7), NOW)
        assert work.hooks.take(hook, digest(8), later)
        # Renewing it forgets nothing.
        work.hooks.save(replace(hook, expires_at=later))
        assert not work.hooks.take(hook, digest(8), later)
        assert work.hooks.purge(later) == 2
        assert work.hooks.take(hook, digest(7), later)
        assert not work.hooks.take(hook, digest(8), later)


def test_those_that_end_soon_are_listed(world):
    hooks = [
        hook_of(world.new_connection(), number, expires_at=number and NOW + timedelta(hours=number))
        for number in (3, 1, 2)
    ]
    with world.platform() as work:
        for hook in (*hooks, hook_of(world.new_connection(), 9)):
            work.hooks.save(hook)
        assert work.hooks.expiring(NOW + timedelta(hours=3)) == [hooks[1], hooks[2]]


def test_they_go_with_their_connection_or_before(world, connection):
    hook, other = hook_of(connection), hook_of(world.new_connection(), 2)
    with world.platform() as work:
        for one in (hook, other):
            work.hooks.save(one)
            work.hooks.take(one, digest(7), NOW)
        work.hooks.remove(other.connection_id)
        work.hooks.remove(other.connection_id)
        assert work.hooks.find(digest(2)) is None
    with world.tenant() as work:
        work.connections.remove(connection.id)
    with world.platform() as work:
        assert work.hooks.find(digest(1)) is None
        assert work.hooks.purge(NOW + timedelta(days=1)) == 0
