"""What the job bodies act through."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from reviewer.jobs.guarded import ParseLimits
from reviewer.model.calibration import Calibration
from reviewer.model.notes import Notes
from reviewer.model.ports import Forge, Store, Wordsmith


@dataclass(frozen=True, slots=True)
class Ports:
    """The outside world, as a worker is given it, and what parsing may cost there.

    `words` is None where no model is configured. `calibrations` are in force by repository, "owner/name" in small
    letters.
    """

    forge: Forge
    store: Store
    notes: Notes = field(default_factory=Notes)
    words: Wordsmith | None = None
    parse_limits: ParseLimits = field(default_factory=ParseLimits)
    calibrations: Mapping[str, Calibration] = field(default_factory=dict[str, Calibration])

    def on_behalf_of(self, delivery: str | None) -> "Ports":
        """Return these ports for a job that a delivery led to; see Store."""
        return replace(self, store=self.store.on_behalf_of(delivery))
