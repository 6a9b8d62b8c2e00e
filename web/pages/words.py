"""What pages call things: one word for each state, role, day and deed, translated when shown."""

from flask_babel import lazy_gettext as _

from core.domain.course import CourseRole, RosterTrigger
from core.domain.match import DeclineReason, EndReason, MatchState
from core.domain.profile import MeetingMode, Seniority
from core.domain.program import Role
from core.domain.score import ParkedReason
from core.sentence import sentence
from core.services.courses.course_people import Show
from web.pages.style_words import STYLE_WORDS

ROLES = {Role.MENTEE: _("Mentee"), Role.MENTOR: _("Mentor")}
SENIORITY = {
    Seniority.STUDENT: _("Student or trainee"),
    Seniority.EARLY: _("Early career (up to about 5 years)"),
    Seniority.EXPERIENCED: _("Experienced"),
    Seniority.SENIOR: _("Senior or lead"),
    Seniority.EXECUTIVE: _("Head of a department or organization"),
}
MEETING_MODES = {
    MeetingMode.IN_PERSON: _("In person"),
    MeetingMode.VIDEO: _("Video call"),
    MeetingMode.CHAT: _("Chat or e-mail"),
}
DAYS = {
    "mon": _("Monday"),
    "tue": _("Tuesday"),
    "wed": _("Wednesday"),
    "thu": _("Thursday"),
    "fri": _("Friday"),
    "sat": _("Saturday"),
    "sun": _("Sunday"),
}
DAY_PARTS = {"morning": _("Morning"), "afternoon": _("Afternoon"), "evening": _("Evening")}
HOURS = {"morning": (8, 12), "afternoon": (12, 17), "evening": (17, 21)}
PROFILE_WORDS = {
    "days": DAYS,
    "hours": HOURS,
    "meeting_modes": MEETING_MODES,
    "parts": DAY_PARTS,
    "seniority": SENIORITY,
    **STYLE_WORDS,
}
"""All that profiles are shown with."""
STATES = {
    MatchState.PROPOSED: _("Proposed"),
    MatchState.APPROVED: _("Approved"),
    MatchState.OFFERED: _("Waiting for an answer"),
    MatchState.ACCEPTED: _("Accepted"),
    MatchState.ACTIVE: _("Meeting"),
    MatchState.PAUSED: _("Paused"),
    MatchState.COMPLETED: _("Completed"),
    MatchState.ENDED: _("Ended"),
}
END_REASONS = {
    EndReason.DECLINED: _("Declined"),
    EndReason.LATER: _("Not now, but later"),
    EndReason.WITHDRAWN: _("Withdrawn"),
    EndReason.EXPIRED: _("Expired"),
    EndReason.PLACED: _("Found another mentor"),
    EndReason.FULL: _("No place left"),
    EndReason.LEFT: _("Ended"),
}
DECLINE_REASONS = {
    DeclineReason.NO_TIME: sentence("No time just now"),
    DeclineReason.NOT_MY_FIELD: sentence("Not my field"),
    DeclineReason.KNOW_EACH_OTHER: sentence("We know each other already"),
    DeclineReason.ON_LEAVE: sentence("On leave"),
    DeclineReason.OTHER: sentence("Another reason"),
}
COURSE_ROLES = {
    CourseRole.LEARNER: _("Learner"),
    CourseRole.TEACHER: _("Teacher"),
    CourseRole.OBSERVER: _("Observer"),
    CourseRole.TEST_USER: _("Student view"),
}
PEOPLE_LISTS = {
    Show.EVERYBODY: _("Everybody in the course"),
    Show.JOINED: _("Taking part"),
    Show.NOT_JOINED: _("Not joined yet"),
    Show.WAITING: _("Waiting mentees"),
    Show.GONE: _("No longer in the course"),
}
ROSTER_TRIGGERS = {
    RosterTrigger.SCHEDULE: _("By schedule"),
    RosterTrigger.LAUNCH: _("A teacher came in"),
    RosterTrigger.HAND: _("By hand"),
    RosterTrigger.NOTICE: _("The platform told of a change"),
}
PARKED_REASONS = {
    ParkedReason.NOT_IN_COURSE: _("The learning platform does not know this person as a learner."),
    ParkedReason.NO_GRADEBOOK: _(
        "The learning platform does not let Mentorloom into the gradebook."
    ),
    ParkedReason.REFUSED: _("The learning platform refused the score."),
    ParkedReason.UNREACHABLE: _("The learning platform did not answer, though it was asked often."),
}
PARKED_ADVICE = {
    ParkedReason.NOT_IN_COURSE: _(
        "Nothing to do if they left the course or teach it. If they are to be in it, enrol them: "
        "the score is sent by itself as soon as Mentorloom sees them there."
    ),
    ParkedReason.NO_GRADEBOOK: _(
        "Ask the administrator of the platform to allow “Assignment and Grade Services” for this "
        "tool. Then open Mentorloom from the course again: what is new there has these scores "
        "sent by themselves; else send them again here."
    ),
    ParkedReason.REFUSED: _(
        "Look into the gradebook: the column may be locked, the attempts of an assignment used up "
        "or its deadline over. When that is settled, send the score again."
    ),
    ParkedReason.UNREACHABLE: _(
        "It is sent by itself when the person opens Mentorloom or the roster is read the next "
        "time. You can also send it again now."
    ),
}
THEMES = {
    "auto": _("As the device"),
    "light": _("Light"),
    "dark": _("Dark"),
    "contrast": _("High contrast"),
}
DONE = {
    "messages-chosen": _("Your choice of messages is saved."),
    "times-proposed": _("The times are proposed. You hear as soon as one is chosen."),
    "time-chosen": _("Your next meeting is planned."),
    "meeting-called-off": _("It is called off. The other one knows."),
    "pulse-answered": _("Thank you. Your answers stay with you."),
    "pulse-low": _(
        "Thank you. If something is in the way, say so to the other person or to whoever runs the "
        "programme: they can help, and you can end a match at any time."
    ),
    "joined": _("Welcome! You are taking part now."),
    "left": _("You have left. Your profile is kept for your return."),
    "profile-saved": _("Your profile is saved."),
    "participation-saved": _("Your settings are saved."),
    "answers-kept": _("Your answers are saved. Only the fairness report counts them."),
    "evidence-hidden": _("It is hidden. Nobody uses it."),
    "evidence-shown": _("It is shown again."),
    "answers-deleted": _("Your answers are deleted."),
    "asked": _("Your request is sent. Home shows the answer as soon as there is one."),
    "listed": _("They are on your list."),
    "unlisted": _("They are off your list."),
    "moved": _("The order is changed."),
    "sent": _("Your list is on its way: the first mentor with room is asked."),
    "stopped": _("You are not looking any more. Open requests are withdrawn."),
    "withdrawn": _("The request is withdrawn."),
    "accepted": _("You accepted. Here is how to reach each other."),
    "declined": _("You declined. The next mentor on the mentee's list is asked."),
    "postponed": _("You stay on the mentee's list and are asked again then."),
    "undone": _("It is undone."),
    "ended": _("The match has ended."),
    "avoided": _("You will not be matched with this person. Only you can see that."),
    "again": _("Noted. Only when both of you say so can you be matched again."),
    "not-again": _("You took it back. Nobody was told."),
    "forgiven": _("This person can be suggested to you again."),
    "kept": _("Your draft is kept. Nobody else sees it."),
    "handed-in": _("Your mentor can read it now."),
    "taken-back": _("It is a draft again. Nobody else sees it."),
    "ticked-off": _("Well done! This step is ticked off."),
    "approved": _("You approved it."),
    "given-back": _("The mentee sees your comment and can improve it."),
    "meeting-told": _("Your meeting counts as soon as the other one confirms it."),
    "meeting-confirmed": _("The meeting is confirmed."),
    "meeting-removed": _("The meeting is removed."),
    "program-saved": _("The programme is saved."),
    "mail-chosen": _("Your choice about mails is saved."),
    "people-imported": _("The people of the file are imported."),
    "people-linked": _("The two are one person now."),
    "matching-saved": _("The settings of matching are saved. They hold from now on."),
    "connected": _("This course shows the chosen programme now."),
    "disconnected": _("This course shows no programme now. Nobody was removed from it."),
    "run-approved": _("Approved. Nobody is told before you publish."),
    "run-withdrawn": _("The approval is taken back."),
    "run-locked": _("Locked: a new run keeps it."),
    "run-unlocked": _("Unlocked: a new run may move it."),
    "run-undone": _("The last change is undone."),
    "run-changed": _("Changed. A new run keeps what you put together by hand."),
    "run-removed": _("The pair is taken apart."),
    "run-published": _("Published. The people have been told."),
    "run-discarded": _("The run is discarded. Nobody was told of it."),
    "started": _("The programme has started. Learners of this course can join now."),
    "time-offered": _("Your time is offered. You are told when somebody books it."),
    "time-called-off": _("The time is called off. Whoever booked it is told."),
    "time-booked": _("The place is yours."),
    "time-given-back": _("Your place is free for somebody else."),
    "group-started": _("The group has started. Its mentors are told."),
    "group-changed": _("The group is saved."),
    "group-ended": _("The group has ended. Everybody in it is told."),
    "group-joined": _("You are in the group. Under “Matches” you see how to reach its mentors."),
    "group-left": _("Done. The place is free for somebody else."),
    "groups-filled": _("Done. Everybody who is in a group now is told."),
    "sending": _("The scores are on their way. Reload this page in a moment to see them arrive."),
    "displayed": _("Your display settings are saved."),
    "signed-out": _("You are signed out."),
}
