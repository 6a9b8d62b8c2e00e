"""What somebody's mailbox at Microsoft 365 says about their days, by Microsoft Graph.

Outlook calls time zones as Windows does; here they are named as everywhere else (IANA).

https://learn.microsoft.com/graph/api/user-get-mailboxsettings
"""

from http import HTTPStatus
from zoneinfo import available_timezones

from tzlocal.windows_tz import win_tz

from core.errors import UnavailableError
from core.ports.outbound import OutboundHttp

SCOPES = ("MailboxSettings.Read",)
SETTINGS = "/v1.0/me/mailboxSettings"


def time_zone(http: OutboundHttp, graph_url: str, token: str) -> str:
    """The time zone of somebody's mailbox, as IANA names it; empty if it says none that is known.

    Args:
        http: guarded.
        graph_url: where Graph is, without a version.
        token: for Graph, in their name, with SCOPES.

    Raises:
        UnavailableError: Graph does not answer as it should, or they have no mailbox.
    """
    headers = {"Accept": "application/json", "Authorization": f"Bearer {token}"}
    answer = http.get(graph_url + SETTINGS, headers)
    said = answer.json() if answer.status == HTTPStatus.OK else None
    if not isinstance(said, dict):
        raise UnavailableError(
            "Microsoft did not tell your time zone. Choose it yourself, or try again later."
        )
    named = said.get("timeZone")
    if not isinstance(named, str):
        return ""
    known = str(win_tz.get(named, named))
    return known if known in available_timezones() else ""
