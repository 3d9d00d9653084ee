"""What the job bodies act through."""

from dataclasses import dataclass

from reviewer.model.ports import Forge, Store, Wordsmith


@dataclass(frozen=True, slots=True)
class Ports:
    """The outside world, as a worker is given it; `words` is None where no model is configured."""

    forge: Forge
    store: Store
    words: Wordsmith | None = None
