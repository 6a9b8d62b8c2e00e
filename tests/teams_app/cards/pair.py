"""A mentee and a mentor of one programme, each in a chat of their own with the bot."""

from dataclasses import replace
from uuid import UUID

from core.domain.profile import Profile
from core.domain.program import Program, Role
from teams_app.bot.desk import ANSWER_ACTIVITY
from teams_app.dialog.dialog import Dialog
from tests.teams_app.bot.bot_hub import BotHub
from tests.teams_app.bot.partner import ORGANIZATION, TENANT, activity
from tests.teams_app.cards.checks import check

PROGRAM = UUID(int=950)
CHANNEL = "19:mentors@thread.tacv2"
OBJECTS = {
    "Mira": "7c9e6679-7425-40de-944b-e07fc1f90b01",
    "Odd_Arne": "7c9e6679-7425-40de-944b-e07fc1f90b02",
}
STRANGER = "7c9e6679-7425-40de-944b-e07fc1f90bff"


class Pair:
    """Mira looks for a mentor; Odd_Arne is one, with a name that looks like markup."""

    def __init__(self):
        self.bot = BotHub().as_it_is()
        self.bot.dispatcher.on_activity("message", Dialog("https://hub.test", None).answer)
        self.services, self.clock = self.bot.hub.services, self.bot.clock
        now = self.clock.now()
        program = Program(
            id=PROGRAM, organization_id=ORGANIZATION, name="Fjord *mentoring*", created_at=now
        )
        with self.bot.storage.tenant(ORGANIZATION) as work:
            work.programs.save(replace(program, open_to_all=True))
        self.people = {name: self.bot.person(name, oid) for name, oid in OBJECTS.items()}
        self.number = 0
        for name in (*OBJECTS, "Stranger"):
            self.bot.teams.conversations[self.chat(name)] = {f"29:{name.lower()}"}
        self.mira, self.arne = self.actor("Mira"), self.actor("Odd_Arne")

    def chat(self, name):
        return f"a:{name.lower()}"

    def actor(self, name):
        return self.bot.desk._who(self._tenant(), OBJECTS[name])

    def join(self):
        """Both take part, and say what they want and offer."""
        self.services.participations.join(self.mira, Role.MENTEE)
        self.services.participations.join(self.arne, Role.MENTOR, 2)
        self._profile(self.mira, goals=("Lead a [team](https://evil.test)",))
        self._profile(self.arne, experience=("Led a team of *twelve*",), skills_offered=("Rust",))
        return self

    def matched(self):
        """Mira has asked, and he has accepted."""
        self.join()
        asked = self.services.requests.ask(self.mira, self.arne.person_id, "Hello *there*")
        return self.services.requests.accept(self.arne, asked.id)

    def write(self, name, text, locale="en-GB"):
        """Write to the bot; the cards and sentences it answers."""
        told = self._activity(name, locale, text=text)
        return [_content(message) for message in self._heard(told)]

    def in_channel(self, name, text):
        """Write to the bot where others read along."""
        person = {"id": f"29:{name.lower()}", "aadObjectId": OBJECTS[name], "name": name}
        thread = f"{CHANNEL};messageid=1700000000000"
        self.bot.teams.conversations[thread] = {f"29:{name.lower()}"}
        told = activity("channel", **{"from": person, "text": text})
        return [_content(message) for message in self._heard(told)]

    def close_program(self):
        """Nobody may join by themselves any more."""
        with self.bot.storage.tenant(ORGANIZATION) as work:
            work.programs.save(replace(work.programs.get(PROGRAM), open_to_all=False))

    def press(self, name, button, locale="en-GB", reply_to="", **entered):
        """Press a button of a card; the answer's body."""
        action = {"type": "Action.Execute", "verb": button["verb"]}
        action["data"] = {**button["data"], **entered}
        told = self._activity(
            name,
            locale,
            type="invoke",
            name="adaptiveCard/action",
            value={"action": action, "trigger": "manual"},
            replyToId=reply_to,
        )
        del told["text"]
        answer = self.bot.post(told)
        assert answer.status_code == 200
        return answer.json

    def pressed(self, name, button, **entered):
        """The same where it works: the card that comes back."""
        body = self.press(name, button, **entered)
        assert body["statusCode"] == 200, body
        assert body["type"] == "application/vnd.microsoft.card.adaptive"
        return check(body["value"])

    def submit(self, name, button, reply_to="", **entered):
        """Press it in a host without universal actions; the messages that come of it."""
        value = {**button["data"], **entered}
        told = self._activity(name, "en-GB", value=value, replyToId=reply_to)
        del told["text"]
        return [_content(message) for message in self._heard(told)]

    def _heard(self, told):
        before = len(self.bot.teams.messages)
        assert self.bot.post(told).status_code == 200
        jobs = self.bot.storage.tables.table("jobs")
        for key, row in list(jobs.items()):
            if row["job"] == ANSWER_ACTIVITY:
                self.bot.desk.answer_activity(**jobs.pop(key)["arguments"])
        return [message for _, message in list(self.bot.teams.messages.values())[before:]]

    def _activity(self, whose, spoken, /, **changes):
        self.number += 1
        chat = {"id": self.chat(whose), "conversationType": "personal", "tenantId": TENANT}
        person = {
            "id": f"29:{whose.lower()}",
            "aadObjectId": OBJECTS.get(whose, STRANGER),
            "name": whose,
        }
        number = f"17{self.number:011}"
        changed = {"conversation": chat, "from": person, "locale": spoken, "id": number, **changes}
        return activity(**changed)

    def _profile(self, actor, **told):
        self.services.profiles.save(actor, Profile(person_id=actor.person_id, **told))

    def _tenant(self):
        with self.bot.storage.platform() as work:
            return work.teams_tenants.all()[0]


def _content(message):
    attachments = message.get("attachments")
    return check(attachments[0]["content"]) if attachments else message["text"]
