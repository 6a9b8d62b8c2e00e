"""What the sentences of reasons say of each feature."""

import pytest

from core.domain.profile import MeetingMode, Seniority
from core.domain.working_style import Style, Value, Way
from core.engine.matching.comparison.features import FEATURES
from core.engine.matching.comparison.people import gather
from core.engine.matching.explanation.learned_words import tags
from core.engine.matching.explanation.pair import LONGEST_QUOTE, Pair, quote
from core.engine.matching.explanation.wording import WORDS
from tests.fakes.matching import AT, groups, someone, vectors_of


def words(feature, mentee, mentor, *, helps=True):
    left, right = groups([someone(**mentee)], [someone(**mentor)])
    return str(WORDS[feature](Pair(left, 0, right, 0, AT), helps=helps))


VIDEO, CHAT, HERE = MeetingMode.VIDEO, MeetingMode.CHAT, MeetingMode.IN_PERSON


class TestWords:
    def test_every_feature_has_some(self):
        assert tuple(WORDS) == tuple(FEATURES)

    def test_goals_cite_both_sides(self):
        told = words(
            "goals",
            {"goals": ("grow tomatoes", "lead a team")},
            {"experience": ("ran a bakery",), "skills_offered": ("lead a team well",)},
        )
        assert "“lead a team”" in told
        assert "“lead a team well”" in told

    def test_goals_that_are_not_near_are_not_called_near(self):
        far = ({"goals": ("grow tomatoes",)}, {"experience": ("wrote compilers",)})
        assert "little nearer" in words("goals", *far)
        assert "further" in words("goals", *far, helps=False)

    @pytest.mark.parametrize(
        ("wanted", "offered", "helps", "expected"),
        [
            (("SQL",), ("sql",), True, "You want to learn SQL; this mentor offers it."),
            (
                ("SQL", "R", "law"),
                ("R", "SQL"),
                True,
                "You want to learn SQL, R; this mentor offers all of these.",
            ),
            (
                ("incident response review",),
                ("incident response",),
                True,
                (
                    "You want to learn incident response review; this mentor offers incident "
                    "response, which is close."
                ),
            ),
            (
                ("Python",),
                ("Java",),
                True,
                "You want to learn Python; this mentor offers Java, from the same field.",
            ),
            (("ML",), ("machine learning",), True, "You want to learn ML; this mentor offers it."),
            (("SQL", "R", "law"), ("R",), False, "This mentor offers 1 of the 3 skills you want."),
            (("SQL",), ("law",), False, "This mentor does not name the skills you want."),
            (
                ("SQL",),
                ("law",),
                True,
                (
                    "What this mentor offers is a little closer to the skills you want than what "
                    "others do."
                ),
            ),
        ],
    )
    def test_skills(self, wanted, offered, helps, expected):
        mentee, mentor = {"skills_wanted": wanted}, {"skills_offered": offered}
        assert words("skills", mentee, mentor, helps=helps) == expected

    @pytest.mark.parametrize(
        ("experience", "helps", "expected"),
        [
            ("led incident response", True, "experience: “led incident response”"),
            ("baked bread", True, "a little more than others'"),
            ("baked bread", False, "says less than others'"),
        ],
    )
    def test_practice(self, experience, helps, expected):
        mentee = {"skills_wanted": ("incident response",)}
        assert expected in words("practice", mentee, {"experience": (experience,)}, helps=helps)

    @pytest.mark.parametrize(
        ("theirs", "helps", "expected"),
        [
            (("jazz", "Board games"), True, "You share an interest: jazz, board games."),
            (("jazz music concerts", "law"), True, "You like jazz music, this mentor likes jazz"),
            (("law",), True, "Your interests are a little closer"),
            (("law",), False, "You name no interest in common."),
        ],
    )
    def test_interests(self, theirs, helps, expected):
        ours = ("jazz music",) if "music" in theirs[0] else ("jazz", "board games")
        told = words("interests", {"interests": ours}, {"interests": theirs}, helps=helps)
        assert told.startswith(expected)

    def test_languages_are_called_what_their_speakers_call_them(self):
        told = words("languages", {"languages": ("de", "en")}, {"languages": ("de-CH", "fr")})
        assert told == "You both speak Deutsch."
        assert "no language" in words("languages", {"languages": ("de",)}, {"languages": ("fr",)})

    def test_hours(self):
        mentee = {"availability": frozenset({"mon-morning"}), "time_zone": "Europe/Berlin"}
        same = {**mentee}
        other = {"availability": frozenset({"fri-evening"}), "time_zone": "Europe/Berlin"}
        assert words("availability", mentee, same).endswith("free for 4 h in a usual week.")
        assert "never free" in words("availability", mentee, other)

    def test_time_zones(self):
        delhi, rome = {"time_zone": "Asia/Kolkata"}, {"time_zone": "Europe/Rome"}
        assert words("time_zone", delhi, rome) == "Your time zones are 4.5 h apart."
        assert words("time_zone", rome, rome) == "You are in the same time zone."

    @pytest.mark.parametrize(
        ("ours", "theirs", "helps", "expected"),
        [
            ({VIDEO}, {VIDEO, CHAT}, True, "You both like to meet by video."),
            ({HERE, CHAT}, {HERE, CHAT}, True, "You both like to meet in person."),
            ({CHAT}, {CHAT}, True, "You both like to exchange messages."),
            ({CHAT}, {VIDEO}, False, "You like to meet in different ways."),
            ({HERE}, {HERE}, False, "may live in different places."),
        ],
    )
    def test_meeting(self, ours, theirs, helps, expected):
        told = words("meeting", {"meeting_modes": ours}, {"meeting_modes": theirs}, helps=helps)
        assert told.endswith(expected)

    @pytest.mark.parametrize(
        ("ours", "theirs", "expected"),
        [
            (Seniority.SENIOR, Seniority.EARLY, "further along"),
            (Seniority.EARLY, Seniority.EARLY, "about as far"),
            (Seniority.EARLY, Seniority.SENIOR, "a step or two ahead"),
            (Seniority.STUDENT, Seniority.EXECUTIVE, "far ahead"),
        ],
    )
    def test_seniority(self, ours, theirs, expected):
        assert expected in words("seniority", {"seniority": ours}, {"seniority": theirs})

    def test_places_and_departments_follow_the_facts(self):
        assert "outside" in words("department", {"department": "IT"}, {"department": "Law"})
        assert words("department", {"department": "IT"}, {"department": "it"}).endswith("to it.")
        assert words("location", {"location": "Ulm"}, {"location": "ulm"}) == "You are both in ulm."
        assert words("location", {"location": "Ulm"}, {"location": "Bonn"}).endswith("in Bonn.")

    def test_a_long_text_is_cut(self):
        cut = quote("word " * 100)
        assert len(cut) <= LONGEST_QUOTE
        assert cut.endswith("word…")
        assert quote("line\nbreak  here") == "line break here"

    def test_a_percent_sign_in_a_text_is_harmless(self):
        told = words(
            "goals", {"goals": ("save 50% of costs",)}, {"experience": ("save 50% costs",)}
        )
        assert "“save 50% of costs”" in told


class TestCloseness:
    @pytest.mark.parametrize(
        ("feature", "mentee", "mentor", "helps", "expected"),
        [
            ("values", {Value.TEAM}, {Value.TEAM}, True, "A good team matters to both of you."),
            ("values", {Value.TEAM}, {Value.BALANCE}, False, "You chose different values."),
            ("values", set(Value), set(Value), True, "You chose 12 of the same values."),
            ("ways", {Way.DATA}, {Way.DATA}, True, "You both go by data."),
            ("ways", {Way.DATA}, {Way.TRY_OUT}, False, "You like to work in different ways."),
            ("ways", set(Way), set(Way), True, "You like to work alike in 10 points."),
            ("style", Style(pace=1), Style(pace=1), True, "You both like the same pace in a"),
            ("style", Style(pace=1), Style(pace=5), False, "You like a different pace in a"),
            ("personality", (1,) * 10, (1,) * 10, True, "Your answers to the optional pers"),
            ("personality", (1,) * 10, (5,) * 10, False, "Your answers to the optional pers"),
            ("principles", ("Be kind",), ("Be kind!",), True, "You wrote “Be kind”, this mentor"),
            ("principles", ("Be kind",), ("Win",), True, "What matters to this mentor is a litt"),
            ("principles", ("Be kind",), ("Win",), False, "What matters to this mentor is furt"),
        ],
    )
    def test_it_is_said_as_it_is(self, feature, mentee, mentor, helps, expected):
        name = {"principles": "outlook"}.get(feature, feature)
        told = words(name, {feature: mentee}, {feature: mentor}, helps=helps)
        assert told.startswith(expected)

    def test_a_style_is_told_by_the_scale_that_matters_most(self):
        mentee, mentor = Style(pace=1, contact=1, feedback=3), Style(pace=4, contact=1)
        alike, apart = (
            words("style", {"style": mentee}, {"style": mentor}, helps=helps)
            for helps in (True, False)
        )
        assert "in touch" in alike
        assert "pace" in apart

    def test_what_somebody_answered_about_their_personality_never_shows(self):
        told = {
            words("personality", {"personality": ours}, {"personality": theirs}, helps=helps)
            for ours in [(1, 5) * 5, (5, 1) * 5, (3,) * 10]
            for theirs in [(1, 5) * 5, (5, 1) * 5, (3,) * 10]
            for helps in (True, False)
        }
        assert len(told) == 2


class TestWishes:
    @pytest.mark.parametrize(
        ("mentee", "mentor", "helps", "expected"),
        [
            ({"skills_wanted": ("ML",)}, {"topics": ("AI", "ml")}, True, "likes to mentor in ML."),
            ({"skills_wanted": ("ML",)}, {"topics": ("NLP",)}, True, "near to what this mentor"),
            (
                {"seniority": Seniority.EARLY},
                {"levels": {Seniority.EARLY}},
                True,
                "people at your career stage.",
            ),
            ({"seniority": Seniority.EARLY}, {"levels": {Seniority.SENIOR}}, False, "rather"),
        ],
    )
    def test_preferences(self, mentee, mentor, helps, expected):
        assert expected in words("preference", mentee, mentor, helps=helps)

    def test_an_own_choice_is_told_with_its_place(self):
        mentee, first, second, other = (someone() for _ in range(4))
        vectors = vectors_of([])
        order = {mentee.person_id: (first.person_id, second.person_id)}
        left, right = gather([mentee], vectors, order), gather([second, other], vectors)
        chosen, not_chosen = (
            str(WORDS["choice"](Pair(left, 0, right, column, AT), helps=True)) for column in (0, 1)
        )
        assert chosen == "You ranked this mentor yourself, as number 2."
        assert not_chosen == "You ranked other mentors yourself."


def test_parts_of_one_department_are_told_apart():
    mentee, mentor = {"department": "IT / Web"}, {"department": "IT / Data"}
    assert "different parts" in words("department", mentee, mentor)


@pytest.mark.parametrize(
    ("other", "helps", "words"),
    [
        ("chess", True, "In common (club): chess."),
        ("rowing", True, "This mentor's club went well with yours before."),
        ("rowing", False, "You have nothing in common in club."),
    ],
)
def test_tags_in_words(other, helps, words):
    mentee = someone(tags=frozenset({("club", "chess")}))
    mentor = someone(tags=frozenset({("club", other)}))
    left, right = groups([mentee], [mentor])
    pair = Pair(left, 0, right, 0, AT)
    assert str(tags(pair, "tags club", helps=helps)) == words
