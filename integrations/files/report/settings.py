"""The form of a report: its address, and how we prove that we may read it."""

from enum import StrEnum

from integrations.base.settings_form import N_, Address, Choice, Entered, Secret
from integrations.base.tables.source import TableSettings


class Proof(StrEnum):
    """How a request proves who sends it."""

    NONE = "none"
    BASIC = "basic"
    BEARER = "bearer"
    HEADER = "header"


class Settings(TableSettings):
    """Settings of a report."""

    class Meta(TableSettings.Meta):
        """What is entered first comes first."""

        fields = ("address", "proof", "user", "header", "secret", "days", "columns")

    address = Address(
        N_("Address of the report"),
        help_text=N_(
            "It answers with CSV, a spreadsheet or JSON. For a Workday report (RaaS), add "
            "format=json or format=csv."
        ),
        placeholder="https://",
    )
    proof = Choice(
        N_("Sign in with"),
        [
            (Proof.NONE, N_("nothing")),
            (Proof.BASIC, N_("user and password")),
            (Proof.BEARER, N_("a token")),
            (Proof.HEADER, N_("a key in a header")),
        ],
        rewires=True,
    )
    user = Entered(N_("User"), help_text=N_("With a password only."), required=False)
    header = Entered(
        N_("Name of the header"), required=False, default="X-API-Key", longest=100, rewires=True
    )
    secret = Secret(N_("Password, token or key"), required=False)
