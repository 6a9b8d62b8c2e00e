"""`mentorloom scheduler`: turns schedules into jobs; of several schedulers one leads."""

import click

from config.cli.program import program
from config.scheduler import Schedule, run
from config.worker import stop_on_signal
from core.services.administration.retention import PURGE_EXPIRED
from core.services.appointments.reminders import REMIND_APPOINTMENTS
from core.services.connections.hooks import RENEW_HOOKS
from core.services.connections.runner import SYNC_CONNECTIONS
from core.services.courses.rosters import SYNC_ROSTERS
from core.services.grades.score_posting import SWEEP_SCORES
from core.services.matching.learning import LEARN_PROGRAMS
from core.services.people.mailing import GATHER_MAIL
from core.services.programs.week import TELL_WEEKS
from core.services.pulses.asking import ASK_PULSES
from core.services.requests.response_clocks import LOOK_AT_CLOCKS
from core.services.teams.gathering import GATHER_TEAMS
from core.services.webhooks.sending import SWEEP_WEBHOOKS
from lti.keys import ADVANCE_TOOL_KEYS
from storage.database import open_engine
from storage.leadership import AdvisoryLeadership
from storage.ticks import PostgresTicks

SCHEDULES = (
    Schedule(name="advance-tool-keys", job=ADVANCE_TOOL_KEYS, cron="7 3 * * *"),
    Schedule(name="learn-programs", job=LEARN_PROGRAMS, cron="27 2 * * *"),
    Schedule(name="look-at-clocks", job=LOOK_AT_CLOCKS, cron="*/5 * * * *"),
    Schedule(name="ask-pulses", job=ASK_PULSES, cron="53 * * * *"),
    Schedule(name="remind-appointments", job=REMIND_APPOINTMENTS, cron="*/5 * * * *"),
    Schedule(name="tell-weeks", job=TELL_WEEKS, cron="5 6 * * 1"),
    Schedule(name="purge-expired", job=PURGE_EXPIRED, cron="17 * * * *"),
    Schedule(name="sweep-scores", job=SWEEP_SCORES, cron="37 * * * *"),
    Schedule(name="renew-hooks", job=RENEW_HOOKS, cron="41 * * * *"),
    Schedule(name="sync-connections", job=SYNC_CONNECTIONS, cron="*/5 * * * *"),
    Schedule(name="sync-rosters", job=SYNC_ROSTERS, cron="47 */6 * * *"),
    Schedule(name="gather-teams", job=GATHER_TEAMS, cron="* * * * *"),
    Schedule(name="sweep-webhooks", job=SWEEP_WEBHOOKS, cron="*/5 * * * *"),
)

MAIL_SCHEDULES = (Schedule(name="gather-mail", job=GATHER_MAIL, cron="*/2 * * * *"),)
"""Where a mail server is configured."""


@click.command()
def scheduler() -> None:
    """Defer the jobs that are due, while no other scheduler does."""
    with program() as settings:
        engine = open_engine(settings.database_url, pool_size=1)
        leadership = AdvisoryLeadership(settings.database_url)
        schedules = SCHEDULES + MAIL_SCHEDULES if settings.sends_mail else SCHEDULES
        run(schedules, PostgresTicks(engine).defer, leadership, stop_on_signal())
        engine.dispose()
