"""What the job bodies act through."""

from dataclasses import dataclass, field

from reviewer.jobs.guarded import ParseLimits
from reviewer.model.ports import Forge, Store


@dataclass(frozen=True, slots=True)
class Ports:
    """The outside world, as a worker is given it, and what parsing may cost there."""

    forge: Forge
    store: Store
    parse_limits: ParseLimits = field(default_factory=ParseLimits)
