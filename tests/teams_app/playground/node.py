"""Microsoft's Agents Playground as a process of its own, and what can be done in it.

npm package @microsoft/m365agentsplayground, a development tool that is never shipped. It plays
Teams: a chat page, and a connector that bots answer through. It works without a network.
"""

import json
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from tests.browser.messaging_tool import free_port

ROOT = Path(__file__).parents[3]
COMMAND = ROOT / "node_modules" / "@microsoft" / "m365agentsplayground" / "cli.js"
CONFIGURATION = Path(__file__).with_name("m365agentsplayground.yml")
START_SECONDS = 60.0
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass
class Playground:
    """The running Playground.

    Attributes:
        url: of its page and API.
        config: who and what it has: tenant, bot, people, chats.
        sent: how many activities of ours it sent.
    """

    url: str
    config: dict
    sent: int = 0

    def person(self, name):
        """Somebody by a part of their id, such as "omar"."""
        everybody = [self.config["currentUser"], *self.config["users"]]
        return next(one for one in everybody if name in one["id"])

    @property
    def chat(self):
        """The current user's conversation with the bot."""
        return self.config["personalChat"]["id"]

    def install(self):
        """The current user adds the app; opening the page does that too."""
        self.call(f"/_debug/conversation/{self.chat}/installation", {})

    def open_chat(self, who):
        """A personal chat of somebody else's with the bot, who adds the app there."""
        members = {"isGroup": False, "bot": self.config["bot"], "members": [{"id": who["id"]}]}
        tenant = {"tenantId": self.config["tenantId"]}
        chat = self.call("/_connector/v3/conversations", {**members, **tenant})["id"]
        self.send(self.activity(who, chat, "installationUpdate", action="add"))
        return chat

    def press(self, who, chat, reply_to, action):
        """Somebody presses a button of a card; returns what the bot answers.

        Args:
            who: one of the people.
            chat: their conversation.
            reply_to: id of the card's message.
            action: the button's Action.Execute, with what was entered in its data.
        """
        told = {
            "name": "adaptiveCard/action",
            "conversation": {"id": chat},
            "from": {"id": who["id"]},
            "replyToId": reply_to,
            "value": {"action": action, "trigger": "manual"},
        }
        return self.call("/_conversation/v1/invoke", told)

    def send(self, activity):
        """Any activity, as its page for such lets people send."""
        return self.call("/_internal/v1/customActivities", activity)

    def activity(self, who, chat, kind, **further):
        """An activity in somebody's personal chat; ids count up."""
        self.sent += 1
        return {
            "type": kind,
            "id": str(UUID(int=self.sent)),
            "channelId": "msteams",
            "from": {key: who[key] for key in ("id", "name", "aadObjectId")},
            "recipient": self.config["bot"],
            "conversation": {
                "conversationType": "personal",
                "tenantId": self.config["tenantId"],
                "id": chat,
            },
            "channelData": {"tenant": {"id": self.config["tenantId"]}},
            "locale": "en-US",
            **further,
        }

    def call(self, path, body=None):
        """What its API answers; its errors are ours."""
        request = urllib.request.Request(
            self.url + path,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        try:
            with _DIRECT.open(request, timeout=30) as answer:
                told = answer.read()
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{path}: {error.code} {error.read().decode()}") from error
        return json.loads(told) if told[:1] in b"{[" and told else told.decode()


@contextmanager
def running_playground(folder, proxy):
    """Start it for as long as the block lasts; nothing of it is left afterwards.

    Args:
        folder: for its log.
        proxy: origin of what stands between it and the bot.
    """
    port = free_port()
    url = f"http://localhost:{port}"
    log = folder / "playground.log"
    arguments = ["-e", f"{proxy}/api/messages", "--service-url", f"{proxy}/_connector"]
    arguments += ["-c", "msteams", "-p", str(port), "--disable-telemetry"]
    with log.open("w") as output:
        process = subprocess.Popen(
            ["node", str(COMMAND), "start", *arguments],
            cwd=folder,
            env={
                **os.environ,
                "M365_AGENTS_PLAYGROUND_CONFIG_PATH": str(CONFIGURATION),
                "TEAMSAPPTESTER_BROWSER": "none",
                "HOME": str(folder),
            },
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait(f"{url}/_debug/ping", process, log)
        playground = Playground(url, {})
        playground.config = playground.call("/_internal/v1/testConfig")["config"]
        yield playground
    finally:
        _end(process)


def _wait(url, process, log):
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            with _DIRECT.open(url, timeout=5):
                return
        except OSError:
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < until, log.read_text()
            time.sleep(0.1)


def _end(process):
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, sign)
            process.wait(10)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            continue
    process.wait(10)
