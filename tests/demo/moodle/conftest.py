"""The tool that is registered in the Moodle of the campus, and its gradebook."""

import pytest

from tests.demo.moodle.gradebook import Gradebook
from tests.demo.services import LINDENMOOR, Tool


@pytest.fixture
def tool(campus):
    return Tool(campus, LINDENMOOR)


@pytest.fixture
def book(tool):
    return Gradebook(tool)


@pytest.fixture
def item(book):
    return book.create().json["id"]
