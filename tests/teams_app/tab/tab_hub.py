"""A hub with its tab, and Microsoft's sign-in beside it."""

from dataclasses import dataclass, field

from config.settings import Settings
from teams_app.tab.entrance import Entrance
from teams_app.tab.routes import tab_blueprint
from tests.lti.settings.settings_hub import SettingsHub
from tests.teams_app import entra
from tests.web.hub import HTTPS, ORGANIZATION


@dataclass
class TabHub(SettingsHub):
    settings: Settings = field(default_factory=lambda: HTTPS)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.publish()
        self.tenant = entra.tenant(self.clock.now(), ORGANIZATION)
        with self.storage.platform() as platform:
            platform.teams_tenants.save(self.tenant)

    def publish(self) -> None:
        """Lay out Microsoft's keys."""
        entra.publish(self.http)

    def further(self):
        return [
            tab_blueprint(Entrance.assemble(self.storage, self.clock, self.http, self.settings))
        ]

    def come_in(self, client=None, headers=None, wanted=None, **claims):
        """What the tab's script sends."""
        token = entra.token(self.clock.now(), **claims)
        sent = {
            "Authorization": f"Bearer {token}",
            "Accept": "application/json",
            "Sec-Fetch-Site": "same-origin",
        }
        client = client or self.app.test_client()
        return client.post(
            "/teams/auth/session",
            json=wanted or {},
            headers={**sent, **(headers or {})},
            base_url=self.settings.public_url,
        )
