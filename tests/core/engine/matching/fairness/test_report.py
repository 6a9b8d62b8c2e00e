from core.engine.matching.fairness.comparison import Measure, Subject
from core.engine.matching.fairness.exposure import exposure
from core.engine.matching.fairness.report import caveats, report
from core.sentence import sentence

FULL, ALONE = sentence("All places are taken."), sentence("Nobody shares a language.")
NOTHING = exposure([1], [1])


def people(number, **groups):
    return [Subject(placed=True, score=0.5, groups=groups) for _ in range(number)]


def test_each_side_is_compared_by_what_it_said():
    made = report(
        people(10, gender="woman", age="x"), people(6, gender="man"), ("age", "gender"), NOTHING
    )
    dimensions = [(table.dimensions, table.measure) for table in made.mentees]
    alone = [("age",), ("gender",), ("age", "gender")]
    assert dimensions == [(names, measure) for measure in Measure for names in alone]
    assert {table.dimensions for table in made.mentors} == {("gender",)}
    assert made.comparisons == (*made.mentees, *made.mentors)


def test_reasons_for_waiting_are_counted():
    made = report(people(3), [], (), NOTHING, [ALONE, FULL, FULL])
    assert made.waiting == ((FULL, 2), (ALONE, 1))


def words(made):
    return " ".join(str(said) for said in caveats(made))


def test_a_report_without_answers_says_that_it_says_nothing():
    told = words(report(people(9), people(3), ("gender",), NOTHING))
    assert "says nothing about fairness" in told


def test_caveats_name_what_holds():
    complete = report(people(40, gender="woman"), [], ("gender",), NOTHING)
    assert "chance" in words(complete)
    assert "did not say" not in words(complete)
    assert "never shown" not in words(complete)
    silent = report([*people(10, gender="woman"), *people(20)], [], ("gender",), NOTHING)
    assert "Many people did not say who they are" in words(silent)
    small = report(
        [*people(30, gender="woman"), *people(2, gender="man")], [], ("gender",), NOTHING
    )
    assert "fewer than 5 people are never shown" in words(small)
