"""What the campus says no to, in words that its pages can translate."""


class RefusedAnswerError(Exception):
    """A tool's message is not accepted.

    Args:
        reason: a sentence of demo.texts, with placeholders.
        params: what fills them.
    """

    def __init__(self, reason: str, **params: str) -> None:
        super().__init__(reason % params if params else reason)
        self.reason = reason
        self.params = params
