"""From an empty hub to a provider that sends people, as an administrator does it."""

from tests.web.hub import Hub
from tests.web.scim.provider import USER
from web.scim.routes import scim


def test_added_turned_on_given_a_token_used_changed_and_deleted():
    hub = Hub(blueprints=[scim])
    admin, client = hub.administrator(), hub.app.test_client()
    connections, tokens = hub.services.connections, hub.services.scim.tokens

    def send(token, name):
        return client.post(
            "/scim/v2/Users",
            json={"schemas": [USER], "userName": name},
            headers={"Authorization": f"Bearer {token}"},
        ).status_code

    added = connections.setup.create(admin, "scim", "Our Okta", {})
    first = tokens.issue(admin, added.id)
    assert send(first, "early") == 503
    connections.switches.turn_on(admin, added.id)
    assert send(first, "ada") == 201

    second = tokens.issue(admin, added.id)
    assert [send(first, "ben"), send(second, "cleo")] == [201, 201]
    [_, oldest] = tokens.tokens(admin, added.id)
    tokens.remove(admin, added.id, oldest.token_hash)
    assert [send(first, "dora"), send(second, "dora")] == [401, 201]

    connections.switches.pause(admin, added.id)
    assert send(second, "emil") == 503
    connections.setup.delete(admin, added.id)
    assert send(second, "emil") == 401
