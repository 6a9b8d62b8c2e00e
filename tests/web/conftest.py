import pytest
import structlog

from tests.web.hub import HTTPS, Hub


@pytest.fixture(autouse=True)
def quiet():
    """Nothing is printed; a test that reads the log configures it itself."""
    structlog.configure(
        processors=[
            structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
        ]
    )
    yield
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


@pytest.fixture
def hub():
    return Hub()


@pytest.fixture
def https_hub():
    return Hub(HTTPS)
