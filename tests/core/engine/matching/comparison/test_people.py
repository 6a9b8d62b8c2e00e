"""What is kept with people who are compared again and again."""

from core.engine.matching.comparison.people import TextVectors, gather
from tests.fakes.matching import someone


def test_what_was_made_of_something_else_is_kept_no_longer():
    people, made = gather([someone()], TextVectors.of({})), []

    def make(of):
        made.append(of)
        return len(made)

    one, other = object(), object()
    found = [people.latest("key", of, lambda of=of: make(of)) for of in (one, one, other, one)]
    assert found == [1, 1, 2, 3]
    assert made == [one, other, one]
