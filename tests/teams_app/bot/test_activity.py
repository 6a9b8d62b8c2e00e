"""What Teams sends is read with tolerance, and never mistaken."""

import pytest

from core.domain.teams_conversation import ConversationKind
from core.errors import InvalidInputError
from teams_app.bot.activity import Account, parse_activity
from teams_app.bot.service_url import allowed_service_url, same_service
from tests.teams_app.bot.partner import (
    BOT,
    MISSING,
    OBJECT,
    SERVICE,
    TENANT,
    USER,
    activity,
    encoded,
)


def parsed(**changes):
    return parse_activity(encoded(activity(**changes)))


class TestReading:
    def test_what_we_need_is_read(self):
        read = parsed()
        assert (read.type, read.channel, read.service_url, read.tenant) == (
            "message",
            "msteams",
            SERVICE,
            TENANT,
        )
        assert read.sender == Account(USER, OBJECT, "Mira Solberg")
        assert read.bot == Account(BOT, "", "Mentorloom")
        assert (read.kind, read.conversation_id) == (ConversationKind.PERSONAL, "a:mira")
        assert (read.locale, read.time_zone, read.text) == ("en-GB", "Europe/Oslo", "help")

    def test_a_channel_is_told_from_its_messages(self):
        read = parsed(kind="channel")
        assert read.thread == "19:mentors@thread.tacv2;messageid=1700000000000"
        assert read.conversation_id == read.channel_id == "19:mentors@thread.tacv2"
        assert (read.kind, read.team_id) == (ConversationKind.CHANNEL, "19:team@thread.tacv2")

    def test_who_was_added_is_read(self):
        added = [{"id": USER, "aadObjectId": OBJECT.upper()}, {"id": BOT}, "x", None]
        read = parsed(type="conversationUpdate", membersAdded=added, membersRemoved={})
        assert read.members_added == (Account(USER, OBJECT), Account(BOT))
        assert read.members_removed == ()

    def test_what_is_missing_or_odd_is_empty(self):
        odd = parse_activity(
            encoded(
                {
                    "type": 7,
                    "from": [],
                    "recipient": "bot",
                    "conversation": None,
                    "channelData": 1,
                    "entities": {"type": "mention"},
                    "text": ["a"],
                    "locale": {},
                    "id": "x" * 513,
                }
            )
        )
        nothing = parse_activity(b"{}")
        for read in (odd, nothing):
            assert (read.type, read.text, read.locale, read.thread, read.tenant) == ("",) * 5
            assert (read.sender, read.kind, read.value) == (Account(), None, None)
            assert read.id.startswith("sha256:")
        assert odd.id != nothing.id

    def test_members_called_like_ours_change_nothing(self):
        sly = {
            "sender": {"id": "29:other", "object_id": "other"},
            "tenant": "other",
            "channel": "x",
        }
        assert parsed(**sly) == parsed()

    def test_what_cannot_be_stored_is_left_out(self):
        read = parsed(id="a\x00", text="a\x00b\ud800c", locale="\udfff")
        assert (read.text, read.locale) == ("abc", "")
        assert read.id.startswith("sha256:")

    @pytest.mark.parametrize("body", [b"", b"?", b"[]", b'"text"', b"[" * 100_000, b"\xff{}"])
    def test_anything_but_an_object_is_refused(self, body):
        with pytest.raises(InvalidInputError):
            parse_activity(body)

    def test_nothing_written_is_shown_in_logs(self):
        assert "secret" not in repr(parsed(text="secret", value={"entered": "secret"}))


class TestText:
    @pytest.mark.parametrize(
        ("text", "read"),
        [
            ("<at>Mentorloom</at> find a mentor", "find a mentor"),
            ("<at>Mentorloom</at>&nbsp;help\r\n", "help"),
            ("find <at>Omar Haddad</at> <at>Mentorloom</at>", "find Omar Haddad"),
            ("1 &lt; 2 &amp; 3", "1 < 2 & 3"),
            ("<at>Somebody</at>: help", "Somebody : help"),
            ("<at>open help", "<at>open help"),
        ],
    )
    def test_the_bot_is_not_part_of_what_was_said(self, text, read):
        mentions = [
            {"type": "mention", "text": "<at>Mentorloom</at>", "mentioned": {"id": BOT}},
            {"type": "mention", "text": "<at>Omar Haddad</at>", "mentioned": {"id": "29:omar"}},
        ]
        assert parsed(text=text, entities=mentions).text == read

    def test_what_nobody_can_type_is_cut(self):
        assert len(parsed(text="<at>" * 100_000).text) <= 28_000

    @pytest.mark.parametrize("entities", [MISSING, [], [{"timezone": 7}]])
    def test_a_client_may_keep_its_time_zone_to_itself(self, entities):
        assert parsed(entities=entities).time_zone == ""


class TestServiceUrls:
    @pytest.mark.parametrize(
        "url",
        [
            "https://smba.trafficmanager.net/emea/",
            "https://smba.trafficmanager.net:443/amer",
            "https://europe.botframework.com",
            "https://smba.infra.gcc.teams.microsoft.com/gcc/",
            "https://stand-in.example:8443/x",
        ],
    )
    def test_connectors(self, url):
        assert allowed_service_url(url, {"https://stand-in.example:8443"})

    @pytest.mark.parametrize(
        "url",
        [
            "",
            "http://smba.trafficmanager.net/emea/",
            "https://smba.trafficmanager.net:444/",
            "https://smba.trafficmanager.net.evil.example/",
            "https://evil.example/smba.trafficmanager.net",
            "https://evilbotframework.com/",
            "https://botframework.com/",
            "https://smba.trafficmanager.net@evil.example/",
            "https://user@smba.trafficmanager.net/",
            "https://evil.example\\.botframework.com/",
            "https://evil.example#.botframework.com/",
            "https://smba.trafficmanager.net/?to=evil",
            "https://smba.trafficmanager.net/ x",
            "https://smba.trafficmanager.net:port/",
            "https://[::1/",
            "https:///x",
            "https://stand-in.example/x",
            "https://smba.trafficmanager.net/" + "x" * 500,
            "https://smba.trafficmanager.nét/",
        ],
    )
    def test_others(self, url):
        assert not allowed_service_url(url, {"https://stand-in.example:8443"})

    def test_only_a_slash_at_the_end_may_differ(self):
        assert same_service("https://a/b", "https://a/b/")
        assert not same_service("https://a/b", "https://a/B")
        assert not same_service("", "/")
