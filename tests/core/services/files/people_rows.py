"""People from the text of a file, and what was said about its lines."""

from core.domain.program import Role
from core.services.files.people_file import parse


def mentees(text, **options):
    return parse(text, Role.MENTEE, **options)


def mentors(text, **options):
    return parse(text, Role.MENTOR, **options)


def only(file):
    assert [str(problem.what) for problem in file.problems] == []
    (row,) = file.rows
    return row.entry


def only_lines(file):
    return [row.line for row in file.rows]


def problems(file):
    return [(problem.line, problem.column, str(problem.what)) for problem in file.problems]
