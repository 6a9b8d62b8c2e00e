import pytest

from core.domain.skill_names import NAMES
from core.domain.skills import CATALOGUE, skill_name, skill_of, skills_in


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ML", "machine learning"),
        ("Machine Learning (ML)", "maschinelles Lernen"),
        ("ML skills", "Grundlagen des Machine Learning"),
        ("Python 3", "python"),
        ("Python3.12", "Python"),
        ("KI", "Artificial intelligence"),
        ("A/B testing", "experimental design"),
        ("C#", ".NET"),
        ("UX", "User Experience Design"),
        ("Führung", "leadership skills"),
        ("Projektmanagement", "PM"),
    ],
)
def test_one_skill_by_many_names(one, other):
    assert skill_of(one) is skill_of(other) is not None
    assert skill_name(one) == skill_name(other)


@pytest.mark.parametrize(
    ("one", "other"), [("C++", "C#"), ("Java", "JavaScript"), ("R", "Rust"), ("AI", "ML")]
)
def test_different_skills_stay_different(one, other):
    assert skill_of(one) != skill_of(other)


def test_what_the_catalogue_does_not_know_is_compared_as_written():
    assert skill_of("Bee-keeping 2") is None
    assert skill_name("Bee-keeping 2") == "bee keeping 2"
    assert skill_name("()") == ""


def test_groups_hold_what_is_related():
    groups = {name: CATALOGUE[name].group for name in ("python", "java", "nursing", "sales")}
    assert groups["python"] == groups["java"] == "S5.1"
    assert len(set(groups.values())) == 3


def test_every_line_is_a_skill_of_its_own():
    lines = [line for line in NAMES.strip().splitlines() if not line.startswith("#")]
    assert len({line.split("|")[0] for line in lines}) == len(lines) > 200
    assert {skill_of(line.split("|")[0]).name for line in lines} == {
        skill_name(line.split("|")[0]) for line in lines
    }
    assert len({skill.name for skill in CATALOGUE.values()}) == len(lines)


class TestSkillsInTitles:
    @pytest.mark.parametrize(
        ("title", "skills"),
        [
            ("Introduction to SQL", ("sql",)),
            ("Python, Excel and machine learning", ("python", "excel", "machine learning")),
            ("CI/CD with Docker: part 2", ("devops", "docker")),
            ("Public Speaking (advanced)", ("public speaking",)),
            ("C++ and R", ("c++", "r")),
            ("SQL for Python: more SQL", ("sql", "python")),
            ("Go to the net, or r", ()),
            ("React to the rest", ()),
            ("Week 3", ()),
            ("", ()),
        ],
    )
    def test_names_are_found_in_their_order(self, title, skills):
        assert skills_in(title) == skills
