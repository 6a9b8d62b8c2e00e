"""Teams in memory: chats that take messages or refuse them, installations, feeds, and few words."""

from core.ports.messenger import FeedItem, Opened, Refused, Sent


class FakeMessenger:
    """Keeps what it took in `sent`, as (conversation id, card).

    messenger.next.append(Blocked())     # what the next call meets instead
    """

    def __init__(self):
        self.sent = []
        self.next = []
        self.reopened = []
        self.opening = Opened("a:new", "https://new.example/")
        self.meanwhile = lambda: None

    def send(self, _tenant, conversation, card):
        self.meanwhile()
        outcome = self.next.pop(0) if self.next else Sent(f"m-{len(self.sent) + 1}")
        if isinstance(outcome, BaseException):
            raise outcome
        if isinstance(outcome, Sent):
            self.sent.append((conversation.conversation_id, card))
        return outcome

    def reopen(self, _tenant, conversation):
        self.reopened.append(conversation.conversation_id)
        return self.opening


class FakeInstaller:
    def __init__(self):
        self.asked = []
        self.meanwhile = lambda: None
        self.opening = Opened("a:installed", "https://smba.example/")

    def install(self, _tenant, object_id):
        self.asked.append(object_id)
        self.meanwhile()
        return self.opening


class FakeFeed:
    def __init__(self):
        self.items = []
        self.outcome = Sent()

    def notify(self, _tenant, object_id, item):
        if not isinstance(self.outcome, Refused):
            self.items.append((object_id, item))
        return self.outcome


class FakeCardWriter:
    """Words are the sentences; `over` are subjects with nothing left to do."""

    def __init__(self):
        self.over = set()
        self.error = None

    def card(self, _delivery, _person, news, locale):
        if self.error:
            raise self.error
        if news[0].subject in self.over:
            return None
        return {"text": "\n".join(str(one.sentence) for one in news), "locale": locale}

    def feed(self, delivery, _person, news):
        return FeedItem(
            purpose=delivery.purpose,
            topic="News",
            preview=str(news[0].sentence),
            page=news[0].page,
        )
