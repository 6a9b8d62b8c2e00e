"""A programme's managers decide what is important in matching, and see at once what that does."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from core.domain.actor import Actor
from core.domain.languages import language_tag
from core.domain.matching_settings import MOST, OFF, MatchingSettings
from core.domain.matching_templates import BY_KEY
from core.engine.matching.comparison.features import FEATURES
from core.errors import InvalidInputError
from core.ports.clock import Clock
from core.ports.unit_of_work import Storage
from core.sentence import Sentence, sentence
from core.services.matching.effect import Effect, Preview, read
from core.services.wording_rules import complaints

MOST_NAMES = 12
"""Skills or languages that a programme may require."""
LONGEST_NAME = 100


class MatchingTuning:
    """Settings of matching, for the managers of a programme.

    Args:
        storage: where settings, profiles and vectors are.
        clock: says when something was changed, and decides about summer time.
        model: id of the encoder whose vectors are stored.
    """

    def __init__(self, storage: Storage, clock: Clock, model: str) -> None:
        self._storage = storage
        self._clock = clock
        self._model = model

    def current(self, actor: Actor) -> MatchingSettings:
        """The settings that hold now.

        Raises:
            ForbiddenError: the actor does not manage the programme.
            NotFoundError: the course has none.
        """
        actor.must_manage()
        with self._storage.tenant(actor.organization_id) as work:
            return work.matching_settings.get(actor.program())

    def save(self, actor: Actor, settings: MatchingSettings) -> MatchingSettings:
        """Let settings hold from now on. What is going on stays as it is.

        Raises:
            InvalidInputError: names the fields. Others as `current`.
        """
        actor.must_manage()
        tidy = _tidied(settings, actor)
        with self._storage.tenant(actor.organization_id) as work:
            saved = replace(tidy, updated_at=self._clock.now())
            work.matching_settings.save(saved)
        return saved

    def preview(self, actor: Actor, settings: MatchingSettings) -> Preview:
        """What settings would do, without storing them. Raises as `save`."""
        actor.must_manage()
        tidy = _tidied(settings, actor)
        with self._storage.tenant(actor.organization_id) as work:
            facts = read(work, actor.program(), self._model)
        effect = Effect(facts, tidy, self._clock.now())
        with self._storage.tenant(actor.organization_id) as work:
            people = work.people.get_many(effect.people())
        return effect.preview(people)


def _tidied(settings: MatchingSettings, actor: Actor) -> MatchingSettings:
    """The settings of the actor's programme, names without blanks, languages as tags.

    Raises:
        InvalidInputError: names the fields.
    """
    skills = _names(settings.skills)
    tags = {name: language_tag(name) for name in _names(settings.languages)}
    fields: defaultdict[str, list[Sentence]] = defaultdict(list)
    if settings.template and settings.template not in BY_KEY:
        fields["template"].append(sentence("Choose one of the templates in the list."))
    fields["importance"] += _wrong_importance(settings.weights())
    for name, given in {"skills": skills, "languages": tuple(tags)}.items():
        if len(given) > MOST_NAMES:
            fields[name].append(sentence("At most %(count)s items fit here.", count=MOST_NAMES))
        wrong_names = (complaint for text in given for complaint in complaints(text, LONGEST_NAME))
        fields[name] += dict.fromkeys(wrong_names)
    fields["languages"] += [
        sentence(
            "We do not know the language “%(name)s”. Write its name, like English, "
            "Deutsch or Türkçe.",
            name=name[:40],
        )
        for name, tag in tags.items()
        if tag is None
    ]
    if wrong := {name: sentences for name, sentences in fields.items() if sentences}:
        raise InvalidInputError("Some answers need a change before they can be saved.", wrong)
    known = tuple(dict.fromkeys(tag for tag in tags.values() if tag))
    return replace(settings, program_id=actor.program(), skills=skills, languages=known)


def _names(given: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (" ".join(name.split()) for name in given))))


def _wrong_importance(importance: Mapping[str, int]) -> list[Sentence]:
    levels = importance.values()
    if set(importance) - set(FEATURES) or any(not OFF <= level <= MOST for level in levels):
        return [
            sentence(
                "Say how important each feature is, from %(least)s to %(most)s.",
                least=OFF,
                most=MOST,
            )
        ]
    if all(importance.get(name) == OFF for name in FEATURES):
        return [sentence("At least one feature must count.")]
    return []
