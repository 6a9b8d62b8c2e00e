"""A mail server in memory, and letters in the fewest words."""

from core.errors import UnavailableError
from core.ports.mail import Letter, Sending


class FakePostbox:
    """Keeps what it took in `letters`.

    box.refuse("ben@example.org")     # an address that does not exist
    box.dislike("subject")            # letters with this subject are refused
    box.away = True                   # nothing is taken now
    """

    def __init__(self):
        self.letters = []
        self.away = False
        self._unknown = set()
        self._disliked = set()

    def refuse(self, address):
        self._unknown.add(address)

    def dislike(self, subject):
        self._disliked.add(subject)

    def send(self, letter):
        if self.away:
            raise UnavailableError("The mail server does not answer.")
        name, _, host = letter.to.partition("@")
        plain = name and host and letter.to.isascii() and not set(letter.to) & set(" \n,<>")
        if letter.to in self._unknown or not plain:
            return Sending.NO_SUCH_ADDRESS
        if letter.subject in self._disliked:
            return Sending.REFUSED
        self.letters.append(letter)
        return Sending.SENT


class FakeWriter:
    def news(self, person, mailbox, news, place):
        told = "\n".join(str(one.sentence) for one in news)
        return Letter(
            to=person.email,
            subject=f"{place}: {len(news)}",
            text=told,
            html=told,
            message_id=f"<{news[0].id}.{len(news)}@hub>",
            unsubscribe=f"https://hub/{mailbox.token}",
        )
