"""What a worker runs: every job by its name, on real adapters."""

from collections.abc import Callable, Mapping
from typing import Any

from config.wiring import Adapters, connection_hooks, notifications, postbox, sync_runner
from core.services.activities.progress import Progress
from core.services.administration.retention import PURGE_EXPIRED, Retention
from core.services.appointments.reminders import REMIND_APPOINTMENTS, AppointmentReminders
from core.services.connections.hooks import RENEW_HOOKS
from core.services.connections.promises import SYNC_CONNECTION
from core.services.connections.runner import SYNC_CONNECTIONS
from core.services.courses.course_copies import COURSE_COPIED, CourseCopies
from core.services.courses.roster_promises import SYNC_ROSTER
from core.services.courses.rosters import SYNC_ROSTERS, Rosters
from core.services.directory.believing import BELIEVE_AGAIN, RECOGNISE_AGAIN, Believing
from core.services.directory.departures import Departures
from core.services.directory.manager_lines import ManagerLines
from core.services.directory.sink import DEPARTURES, MANAGER_LINES, SIGN_OUT
from core.services.grades.course_scores import SEND_SCORES_AGAIN, CourseScores
from core.services.grades.gradebook_columns import FIND_COLUMN, GradebookColumns
from core.services.grades.grading import POST_SCORE, Grading
from core.services.grades.score_posting import SWEEP_SCORES, ScorePosting
from core.services.library.encoding import ENCODE_RESOURCES, ResourceEncoding
from core.services.matching.learning import LEARN_PROGRAM, LEARN_PROGRAMS, Learning
from core.services.people.encoding import ENCODE_PROFILE, ENCODE_PROGRAM, Encoding
from core.services.people.mailing import GATHER_MAIL, MAIL_NEWS, Mailing
from core.services.programs.week import TELL_WEEK, TELL_WEEKS, Weeks
from core.services.pulses.asking import ASK_PULSES, PulseAsking
from core.services.requests.cascade import TAKE_TURNS
from core.services.requests.response_clocks import LOOK_AT_CLOCKS, ResponseClocks
from core.services.runs.computing import RunComputing
from core.services.runs.publishing import MEASURE_PUBLISHED, RunPublishing
from core.services.runs.runs import COMPUTE_RUN
from core.services.scim.leaving import SCIM_DEPARTURES, ScimLeaving
from core.services.webhooks.sending import WebhookSending
from lti.keys import ADVANCE_TOOL_KEYS, ToolKeyring
from lti.notice_subscriptions import SUBSCRIBE_NOTICES, NoticeSubscriptions
from lti.services.platform import AdvantageServices
from lti.tool_paths import NOTICES
from web.letters import NewsLetters


def mail_handlers(joined: Adapters) -> dict[str, Callable[..., Any]]:
    """The jobs that send mail; none where no mail server is configured."""
    box = postbox(joined)
    if box is None:
        return {}
    writer = NewsLetters(joined.settings.public_url)
    mailing = Mailing(joined.storage, joined.clock, joined.entropy, box, writer)
    return {GATHER_MAIL: mailing.gather_mail, MAIL_NEWS: mailing.mail_news}


def run_handlers(joined: Adapters) -> dict[str, Callable[..., Any]]:
    """The jobs of match runs."""
    storage, clock, model = joined.storage, joined.clock, joined.encoder.model
    progress = Progress(clock, Grading(clock))
    publishing = RunPublishing(
        storage, clock, joined.entropy, notifications(joined), progress, model
    )
    return {
        COMPUTE_RUN: RunComputing(storage, clock, model).compute_match_run,
        MEASURE_PUBLISHED: publishing.measure_published_matches,
    }


def directory_handlers(joined: Adapters) -> dict[str, Callable[..., Any]]:
    """The jobs that follow what directories say about people."""
    departures = Departures(joined.storage, joined.clock, joined.entropy)
    lines = ManagerLines(joined.storage, joined.clock)
    believing = Believing(joined.storage, joined.clock, joined.entropy)
    leaving = ScimLeaving(joined.storage, joined.clock, joined.entropy)
    return {
        BELIEVE_AGAIN: believing.believe_again,
        DEPARTURES: departures.departures,
        MANAGER_LINES: lines.manager_lines,
        RECOGNISE_AGAIN: believing.recognise_again,
        SCIM_DEPARTURES: leaving.scim_departures,
        SIGN_OUT: departures.sign_out,
    }


def job_handlers(joined: Adapters) -> Mapping[str, Callable[..., Any]]:
    """What a worker runs, by the name of the job."""
    storage, clock, entropy = joined.storage, joined.clock, joined.entropy
    encoding = Encoding(storage, joined.encoder)
    keyring = ToolKeyring(storage, clock, entropy)
    platforms = AdvantageServices.assemble(storage, joined.http, keyring, clock, entropy)
    rosters = Rosters(storage, clock, entropy, platforms.roster)
    clocks = ResponseClocks(storage, clock, entropy)
    learning = Learning(storage, clock, joined.encoder.model)
    runner = sync_runner(joined)
    weeks = Weeks(storage, clock, entropy)
    posting = ScorePosting(storage, clock, platforms.gradebook)
    subscriptions = NoticeSubscriptions(
        storage, clock, platforms.notices, joined.settings.public_url + NOTICES
    )
    return (
        mail_handlers(joined)
        | run_handlers(joined)
        | directory_handlers(joined)
        | WebhookSending(storage, clock, entropy, joined.http).handlers()
        | {
            ADVANCE_TOOL_KEYS: keyring.advance,
            ASK_PULSES: PulseAsking(storage, clock, entropy).ask_pulses,
            COURSE_COPIED: CourseCopies(storage, entropy).course_copied,
            ENCODE_PROFILE: encoding.encode_profile,
            ENCODE_PROGRAM: encoding.encode_program,
            ENCODE_RESOURCES: ResourceEncoding(storage, joined.encoder).encode_resources,
            FIND_COLUMN: GradebookColumns(storage, clock, platforms.gradebook).find_column,
            LEARN_PROGRAM: learning.learn_program,
            LEARN_PROGRAMS: learning.learn_programs,
            LOOK_AT_CLOCKS: clocks.look_at_clocks,
            POST_SCORE: posting.post_score,
            REMIND_APPOINTMENTS: AppointmentReminders(storage, clock, entropy).remind_appointments,
            PURGE_EXPIRED: Retention(storage, clock, joined.settings.news_kept).purge_expired,
            SEND_SCORES_AGAIN: CourseScores(storage, clock).send_scores_again,
            SUBSCRIBE_NOTICES: subscriptions.subscribe_notices,
            TELL_WEEK: weeks.tell_week,
            TELL_WEEKS: weeks.tell_weeks,
            SWEEP_SCORES: posting.sweep_scores,
            RENEW_HOOKS: connection_hooks(joined).renew_hooks,
            SYNC_CONNECTION: runner.sync_connection,
            SYNC_CONNECTIONS: runner.sync_connections,
            SYNC_ROSTER: rosters.sync,
            SYNC_ROSTERS: rosters.sync_due,
            TAKE_TURNS: clocks.take_turns,
        }
    )
