"""Everything that can go wrong, as one small tree.

    MentorloomError
    ├── InvalidInputError     what was sent cannot be used; names the fields
    ├── NotSignedInError      nobody is signed in, or the session ended
    ├── ForbiddenError        signed in, but not allowed
    ├── NotFoundError         no such thing for this person
    ├── ConflictError         the thing changed, or its state does not allow this
    ├── MisconfiguredError    a setting is wrong; names the setting
    └── UnavailableError      something outside did not answer; worth trying again

An error is raised where it is noticed, translated once at the edge (web/errors.py, config/cli)
and carries a sentence for people: what is wrong and what to do. Sentences are message ids for
translation; values go into `params`, never into the sentence itself.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from core.sentence import Sentence


class MentorloomError(Exception):
    """Base of all our errors.

    Args:
        message: an English sentence with %(name)s placeholders; also the translation's message id.
        params: values for the placeholders. Never a secret, never a person's text.
    """

    code = "error"

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message)
        self.message = message
        self.params = params

    def __str__(self) -> str:
        return self.message % self.params if self.params else self.message


class InvalidInputError(MentorloomError):
    """What was sent cannot be used.

    Args:
        message: what to do about it as a whole.
        fields: field name -> sentences, each saying what is wrong with that field and what to do.
        params: values for the placeholders of `message`.
    """

    code = "invalid_input"

    def __init__(
        self, message: str, fields: Mapping[str, Sequence[Sentence]] | None = None, **params: object
    ) -> None:
        super().__init__(message, **params)
        self.fields = dict(fields or {})


class NotSignedInError(MentorloomError):
    """Nobody is signed in, or the session ended."""

    code = "not_signed_in"


class ForbiddenError(MentorloomError):
    """The person is known but may not do this."""

    code = "forbidden"


class NotFoundError(MentorloomError):
    """There is no such thing, or not for this person: the two look the same from outside."""

    code = "not_found"


class ConflictError(MentorloomError):
    """The thing changed meanwhile, or its state does not allow this step."""

    code = "conflict"


class MisconfiguredError(MentorloomError):
    """A setting is missing or wrong. The message names the setting and what it should be."""

    code = "misconfigured"


class UnavailableError(MentorloomError):
    """Something outside did not answer in time or answered nonsense; trying again may help.

    Args:
        message: as above.
        retry_after: how long it asked us to wait before that; None if it did not say.
        params: as above.
    """

    code = "unavailable"

    def __init__(
        self, message: str, retry_after: timedelta | None = None, /, **params: object
    ) -> None:
        super().__init__(message, **params)
        self.retry_after = retry_after
