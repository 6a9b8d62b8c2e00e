"""Everything a manager does with runs, built together: the parts share storage, clock and model."""

from dataclasses import dataclass

from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage
from core.services.activities.progress import Progress
from core.services.people.notifications import Notifications
from core.services.runs.choosing import RunChoosing
from core.services.runs.comparison import RunComparisons
from core.services.runs.edits import RunEdits
from core.services.runs.publishing import RunPublishing
from core.services.runs.runs import Runs


@dataclass(frozen=True, slots=True, kw_only=True)
class RunUseCases:
    """The use cases of whole-cohort runs."""

    runs: Runs
    choosing: RunChoosing
    edits: RunEdits
    publishing: RunPublishing
    comparisons: RunComparisons

    @classmethod
    def assemble(
        cls,
        storage: Storage,
        clock: Clock,
        entropy: Entropy,
        notifications: Notifications,
        progress: Progress,
        model: str,
    ) -> "RunUseCases":
        """All of them on the same adapters.

        Args:
            storage: where runs are.
            clock: the time.
            entropy: names runs and matches.
            notifications: tells people.
            progress: measures activities.
            model: id of the encoder whose vectors are stored.
        """
        return cls(
            runs=Runs(storage, clock, entropy),
            choosing=RunChoosing(storage, clock, model),
            edits=RunEdits(storage, clock, model),
            publishing=RunPublishing(storage, clock, entropy, notifications, progress, model),
            comparisons=RunComparisons(storage),
        )
