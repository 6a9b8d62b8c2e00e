"""Writing, handing in, reading and answering."""

import pytest

from core.domain.activity import ActivityKind, WorkState
from core.errors import ConflictError, ForbiddenError, InvalidInputError, NotFoundError
from core.services.activities.work import NOT_BEGUN


@pytest.fixture
def reflection(campus):
    return campus.activity(ActivityKind.REFLECTION, points=10)


@pytest.fixture
def mia(campus):
    return campus.in_course(campus.mentee())


@pytest.fixture
def ada(campus):
    return campus.mentor("Ada", capacity=2)


@pytest.fixture
def handed_in(campus, reflection, mia, match):
    return campus.works.hand_in(mia, reflection.id, " I learned. ", NOT_BEGUN)


def test_a_reflection_is_written_handed_in_and_approved(campus, reflection, mia, ada, match):
    draft = campus.works.keep(mia, reflection.id, "I lear", NOT_BEGUN)
    assert (draft.state, draft.version, campus.approvals.waiting(ada)) == (WorkState.OPEN, 1, [])
    handed_in = campus.works.hand_in(mia, reflection.id, "I learned.", draft.version)
    assert (handed_in.state, handed_in.match_id) == (WorkState.SUBMITTED, match.id)
    [waiting] = campus.approvals.waiting(ada)
    assert (waiting.activity.id, waiting.work, waiting.mentee.name) == (
        reflection.id,
        handed_in,
        "Mia",
    )
    assert campus.scorekeeper.told == []
    campus.clock.advance(days=1)

    done = campus.approvals.approve(
        ada, reflection.id, mia.person_id, handed_in.version, "Well said. "
    )

    assert (done.state, done.progress, done.comment) == (WorkState.DONE, 1, "Well said.")
    assert (done.decided_by, done.text) == (ada.person_id, "I learned.")
    assert campus.approvals.waiting(ada) == []
    assert campus.scorekeeper.told == [("reflection", mia.person_id, 1.0)]
    again = campus.approvals.approve(ada, reflection.id, mia.person_id, handed_in.version)
    assert again == done
    assert len(campus.scorekeeper.told) == 1


def test_what_comes_back_is_improved_and_handed_in_again(campus, reflection, mia, ada, handed_in):
    with pytest.raises(InvalidInputError) as refused:
        campus.approvals.give_back(ada, reflection.id, mia.person_id, handed_in.version, "  ")
    assert set(refused.value.fields) == {"comment"}
    returned = campus.approvals.give_back(
        ada, reflection.id, mia.person_id, handed_in.version, "Which one?"
    )
    assert (returned.state, returned.comment) == (WorkState.RETURNED, "Which one?")
    kept = campus.works.keep(mia, reflection.id, "I learned to", returned.version)
    assert (kept.state, kept.comment) == (WorkState.RETURNED, "Which one?")
    again = campus.works.hand_in(mia, reflection.id, "I learned to ask.", kept.version)
    assert (again.state, again.text) == (WorkState.SUBMITTED, "I learned to ask.")
    with pytest.raises(ConflictError, match="changed this meanwhile"):
        campus.approvals.approve(ada, reflection.id, mia.person_id, handed_in.version)


def test_nobody_approves_what_they_have_not_read(campus, reflection, mia, ada, handed_in):
    changed = campus.works.keep(mia, reflection.id, "Something else.", handed_in.version)
    assert changed.state is WorkState.SUBMITTED
    with pytest.raises(ConflictError, match="Read it again"):
        campus.approvals.approve(ada, reflection.id, mia.person_id, handed_in.version)
    taken = campus.works.take_back(mia, reflection.id, changed.version)
    assert taken.state is WorkState.OPEN
    with pytest.raises(ConflictError, match="Read it again"):
        campus.approvals.approve(ada, reflection.id, mia.person_id, taken.version)


def test_two_windows_do_not_overwrite_each_other(campus, reflection, mia, match):
    first = campus.works.keep(mia, reflection.id, "One", NOT_BEGUN)
    assert campus.works.keep(mia, reflection.id, "One", NOT_BEGUN) == first  # a second click
    with pytest.raises(ConflictError, match="Reload the page"):
        campus.works.keep(mia, reflection.id, "Two", NOT_BEGUN)
    assert campus.work(reflection, mia) == first


def test_what_is_approved_stays_as_it_is(campus, reflection, mia, ada, handed_in):
    done = campus.approvals.approve(ada, reflection.id, mia.person_id, handed_in.version)
    for change in (
        lambda: campus.works.keep(mia, reflection.id, "Other", done.version),
        lambda: campus.works.hand_in(mia, reflection.id, "Other", done.version),
        lambda: campus.works.take_back(mia, reflection.id, done.version),
        lambda: campus.approvals.give_back(
            ada, reflection.id, mia.person_id, done.version, "No, wait"
        ),
    ):
        with pytest.raises(ConflictError):
            change()
    assert campus.work(reflection, mia) == done


def test_handing_in_needs_a_mentor_and_words(campus, reflection, mia):
    with pytest.raises(ConflictError, match="Find a mentor first"):
        campus.works.hand_in(mia, reflection.id, "Text", NOT_BEGUN)
    for text in ("", "x" * 10_001, "a \x07 bell"):
        with pytest.raises(InvalidInputError) as refused:
            campus.works.hand_in(mia, reflection.id, text, NOT_BEGUN)
        assert set(refused.value.fields) == {"text"}
    assert campus.works.keep(mia, reflection.id, "", NOT_BEGUN).text == ""


def test_of_several_mentors_the_chosen_one_reads(campus, reflection, mia, ada, match):
    campus.set_program(mentors_per_mentee=2)
    eve = campus.mentor("Eve")
    campus.clock.advance(days=1)
    newer = campus.match(mia, eve)
    by_default = campus.works.hand_in(mia, reflection.id, "Text", NOT_BEGUN)
    assert by_default.match_id == newer.id
    assert [s.mentee.name for s in campus.approvals.waiting(eve)] == ["Mia"]
    chosen = campus.works.hand_in(mia, reflection.id, "Text", by_default.version, match.id)
    assert chosen.match_id == match.id
    assert campus.approvals.waiting(eve) == []
    with pytest.raises(NotFoundError):
        campus.approvals.approve(eve, reflection.id, mia.person_id, chosen.version)
    with pytest.raises(ConflictError, match="no mentor"):
        campus.works.hand_in(mia, reflection.id, "Text", chosen.version, reflection.id)


def test_once_a_match_has_ended_its_mentor_reads_no_more(campus, reflection, mia, ada, handed_in):
    campus.requests.end(mia, handed_in.match_id)
    assert campus.approvals.waiting(ada) == []
    with pytest.raises(NotFoundError, match="handed in to you"):
        campus.approvals.approve(ada, reflection.id, mia.person_id, handed_in.version)


def test_only_mentees_of_the_programme_work_and_only_as_the_kind_allows(campus, reflection):
    zoe = campus.in_course(campus.person("Zoe"))
    with pytest.raises(ForbiddenError, match="as a mentee"):
        campus.works.keep(zoe, reflection.id, "Text", NOT_BEGUN)
    step = campus.activity(ActivityKind.PATH_STEP)
    with pytest.raises(ConflictError, match="does not work that way"):
        campus.works.keep(campus.mentee(), step.id, "Text", NOT_BEGUN)
    with pytest.raises(ConflictError, match="does not work that way"):
        campus.works.mark_done(campus.mentee(), reflection.id)


def test_a_step_is_ticked_off_once(campus, mia):
    step = campus.activity(ActivityKind.PATH_STEP)
    done = campus.works.mark_done(mia, step.id)
    assert (done.state, done.progress, done.match_id) == (WorkState.DONE, 1, None)
    assert campus.works.mark_done(mia, step.id) == done
    assert campus.scorekeeper.told == [("path_step", mia.person_id, 1.0)]


def test_a_mentor_without_programme_or_work_has_nothing_to_read(campus, reflection, mia, ada):
    assert campus.approvals.waiting(campus.person("Out", program_id=None)) == []
    assert campus.approvals.waiting(ada) == []
    campus.match(mia, ada)
    assert campus.approvals.waiting(ada) == []
    with pytest.raises(NotFoundError):
        campus.approvals.approve(ada, reflection.id, mia.person_id, 1)


def test_what_a_course_took_along_is_not_shown(campus, reflection, mia, ada, handed_in):
    with campus.storage.tenant(campus.organization.id) as work:
        work.courses.assign(reflection.registration_id, reflection.context_id, None)
    assert campus.approvals.waiting(ada) == []
