"""What buttons of cards ask for. Cards that lie in chats carry these words: they never change."""

from enum import StrEnum


class Verb(StrEnum):
    """A button's deed."""

    ACCEPT = "request.accept"
    DECLINE = "request.decline"
    LATER = "request.later"
    ASK = "mentor.ask"
    NOT_NOW = "mentor.not_now"
    CHOOSE_TIME = "appointment.choose"
    CALL_OFF = "appointment.call_off"
    CONFIRM_MEETING = "meeting.confirm"
    LOG_MEETING = "meeting.log"
    ANSWER_PULSE = "pulse.answer"
    APPROVE = "work.approve"
    GIVE_BACK = "work.give_back"
    CHAT_ON = "chat.on"
    CHAT_OFF = "chat.off"
    PAUSE = "chat.pause"
    RESUME = "chat.resume"
    JOIN = "program.join"
