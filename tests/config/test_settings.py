from pathlib import Path

import pytest

from config.settings import default_data_dir, read_settings
from core.errors import MisconfiguredError


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)


def test_the_defaults_are_a_hub_on_this_machine():
    settings = read_settings()
    assert (settings.public_url, settings.host, settings.port) == (
        "http://localhost:8000",
        "127.0.0.1",
        8000,
    )
    assert not settings.secure
    assert settings.data_dir == Path("var").resolve()


def test_data_lie_beside_the_source_wherever_a_command_is_called_from(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert read_settings().data_dir == Path(__file__).parents[2] / "var"
    assert default_data_dir(tmp_path) == Path("var")


def test_values_come_from_the_environment(monkeypatch):
    monkeypatch.setenv("MENTORLOOM_PUBLIC_URL", "https://mentoring.example.edu/")
    monkeypatch.setenv("MENTORLOOM_OUTBOUND_ALLOWED_ORIGINS", "http://a.test,http://b.test")
    monkeypatch.setenv("DATABASE_URL", "postgres://hub@db/hub")
    settings = read_settings()
    assert settings.secure
    assert settings.public_url == "https://mentoring.example.edu"
    assert settings.outbound_allowed_origins == {"http://a.test", "http://b.test"}
    assert settings.database_url == "postgres://hub@db/hub"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MENTORLOOM_PUBLIC_URL", "mentoring.example.edu"),
        ("MENTORLOOM_PUBLIC_URL", "https://example.edu/mentoring"),
        ("MENTORLOOM_PORT", "eight"),
        ("MENTORLOOM_PORT", "0"),
        ("MENTORLOOM_SESSION_HOURS", "0"),
        ("MENTORLOOM_TRUSTED_PROXIES", "-1"),
        ("MENTORLOOM_LOG_LEVEL", "loud"),
        ("MENTORLOOM_LOG_FORMAT", "xml"),
        ("MENTORLOOM_OUTBOUND_CA_BUNDLE", "nowhere.pem"),
        ("MENTORLOOM_NEWS_DAYS", "0"),
        ("MENTORLOOM_GRAPH_URL", "http://graph.test"),
        ("MENTORLOOM_TEAMS_BOT_METADATA", "http://bots.test/keys"),
        ("MENTORLOOM_TEAMS_CONNECTORS", "https://connector.test/path"),
        ("MENTORLOOM_TEAMS_HOSTS", "https://teams.test,http://teams.test"),
        ("MENTORLOOM_SMTP_URL", "mail.example.edu"),
        ("DATABASE_URL", "mysql://hub@db/hub"),
    ],
)
def test_a_wrong_value_names_its_setting(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(MisconfiguredError, match=name):
        read_settings()


@pytest.mark.parametrize("sender", ["", "Mentoring", "mentoring@", "Größe <größe@example.edu>"])
def test_mail_needs_somebody_whom_it_comes_from(monkeypatch, sender):
    monkeypatch.setenv("MENTORLOOM_SMTP_URL", "smtps://mail.example.edu")
    monkeypatch.setenv("MENTORLOOM_MAIL_FROM", sender)
    with pytest.raises(MisconfiguredError, match="MENTORLOOM_MAIL_FROM"):
        read_settings()


TENANT = "11111111-2222-3333-4444-555555555555"


@pytest.mark.parametrize(
    ("tenant", "client_id", "secret", "named"),
    [
        ("contoso.example", "app", "s3cret", "must be the tenant's id"),
        (TENANT, "", "s3cret", "MENTORLOOM_ENTRA_CLIENT_ID"),
        (TENANT, "app", "", "MENTORLOOM_ENTRA_CLIENT_SECRET"),
    ],
)
def test_signing_in_with_microsoft_needs_all_of_its_settings(
    monkeypatch, tenant, client_id, secret, named
):
    monkeypatch.setenv("MENTORLOOM_ENTRA_TENANT", tenant)
    monkeypatch.setenv("MENTORLOOM_ENTRA_CLIENT_ID", client_id)
    monkeypatch.setenv("MENTORLOOM_ENTRA_CLIENT_SECRET", secret)
    with pytest.raises(MisconfiguredError) as refused:
        read_settings()
    assert named in str(refused.value)


def test_the_tenant_may_be_written_in_capitals(monkeypatch):
    monkeypatch.setenv("MENTORLOOM_ENTRA_TENANT", TENANT.replace("1", "A"))
    monkeypatch.setenv("MENTORLOOM_ENTRA_CLIENT_ID", "app")
    monkeypatch.setenv("MENTORLOOM_ENTRA_CLIENT_SECRET", "s3cret")
    assert read_settings().entra_tenant == TENANT.replace("1", "a")


def test_a_stand_in_for_microsoft_may_speak_plain_http_where_that_is_allowed(monkeypatch):
    campus = "http://localhost:8001"
    monkeypatch.setenv("MENTORLOOM_OUTBOUND_ALLOWED_ORIGINS", campus)
    monkeypatch.setenv("MENTORLOOM_GRAPH_URL", f"{campus}/graph/")
    monkeypatch.setenv("MENTORLOOM_TEAMS_BOT_METADATA", f"{campus}/bots")
    monkeypatch.setenv("MENTORLOOM_TEAMS_CONNECTORS", f"{campus},https://connector.test")
    monkeypatch.setenv("MENTORLOOM_TEAMS_HOSTS", campus)
    settings = read_settings()
    assert settings.graph_url == f"{campus}/graph"
    assert settings.teams_bot_metadata == f"{campus}/bots"
    assert settings.teams_connectors == {campus, "https://connector.test"}
    assert settings.teams_hosts == {campus}
