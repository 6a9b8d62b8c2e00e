"""An administrator of each product."""

import pytest

from tests.demo.registration.administrator import BERND, JOANNA, Administrator


@pytest.fixture
def moodle(browser):
    return Administrator(browser, BERND)


@pytest.fixture
def canvas(browser):
    return Administrator(browser, JOANNA)
