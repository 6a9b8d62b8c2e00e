import pytest

from config.settings import default_data_dir
from core.errors import MisconfiguredError
from integrations.base.minilm import EXPORT_FOLDER
from integrations.encoders.onnx_minilm import OnnxMiniLm
from teams_app.dialog.commands import COMMANDS, Command
from teams_app.dialog.guidance import GUIDANCE, Coach
from teams_app.dialog.intents import EXAMPLES, KEYWORDS, Intents
from web.translated import told_in

SAID = {
    "Is there anyone who could help me grow into management?": Command.FIND_MENTOR,
    "Who could teach me to give feedback?": Command.FIND_MENTOR,
    "who is my mentor again": Command.MY_MATCH,
    "When is our next appointment?": Command.NEXT_MEETING,
    "what could I discuss with my mentee next week": Command.PREPARE,
    "Yesterday we talked for 45 minutes": Command.LOG_MEETING,
    "please don't send me messages until June, I am on holiday": Command.PAUSE,
    "what are you able to do": Command.HELP,
}
ODD = ("The weather is nice in Bergen", "asdf qwer", "Buy 200 shares of ACME", "42")


class Broken:
    def encode(self, _texts):
        raise MisconfiguredError("The model is missing.")


@pytest.fixture(scope="module")
def encoder():
    return OnnxMiniLm(default_data_dir() / EXPORT_FOLDER)


@pytest.mark.parametrize("locale", ["en", "de"])
@pytest.mark.parametrize("one", COMMANDS, ids=lambda one: one.command)
def test_the_title_of_a_command_is_that_command(one, locale):
    title = told_in(locale, one.title)
    for said in (title, title.upper(), f" {title}! "):
        assert Intents(None).find(said) is one.command


@pytest.mark.parametrize(
    ("said", "command"),
    [
        ("could you please find me a mentor", Command.FIND_MENTOR),
        ("we met", Command.LOG_MEETING),
        ("Wann ist unser nächstes Treffen?", Command.NEXT_MEETING),
        ("pause please", Command.PAUSE),
        ("", Command.HELP),
        ("🙂", Command.HELP),
        ("I wonder whether the coach of our football team is right", None),
        ("something else entirely", None),
    ],
)
def test_words_decide_without_a_model(said, command):
    assert Intents(None).find(said) is command
    assert Intents(Broken()).find(said) is command


def test_every_command_has_words_and_sentences():
    assert set(KEYWORDS) == set(EXAMPLES) == set(Command)
    for command, entries in KEYWORDS.items():
        for entry in entries:
            assert Intents(None).find(entry) is command


@pytest.mark.parametrize("said", SAID)
def test_meaning_decides_with_one(encoder, said):
    assert Intents(encoder).find(said) is SAID[said]


@pytest.mark.parametrize("said", ODD)
def test_nothing_is_guessed(encoder, said):
    assert Intents(encoder).find(said) is None


class TestTheCoach:
    @pytest.mark.parametrize("one", GUIDANCE, ids=lambda one: one.page + one.questions[0][:20])
    def test_knows_its_own_questions(self, encoder, one):
        assert Coach(encoder).answer(one.questions[0]) is one
        assert Coach(None).answer(one.questions[0]) is one
        assert Coach(Broken()).answer(one.questions[0]) is one

    @pytest.mark.parametrize(
        ("asked", "page"),
        [
            ("My mentor is silent for weeks, what now?", "/app/requests"),
            ("Is there a good way to stop working together with my mentor?", "/app/matches"),
            ("How many times per month do people usually meet?", "/app/matches"),
        ],
    )
    def test_finds_by_meaning(self, encoder, asked, page):
        assert Coach(encoder).answer(asked).page == page

    @pytest.mark.parametrize("asked", ["What is the capital of Norway?", "Is pasta healthy?", "?"])
    def test_does_not_guess(self, encoder, asked):
        assert Coach(encoder).answer(asked) is None
        assert Coach(None).answer(asked) is None
