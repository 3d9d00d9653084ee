"""What the job bodies act through."""

from dataclasses import dataclass

from reviewer.model.ports import Forge, Store


@dataclass(frozen=True, slots=True)
class Ports:
    """The outside world, as a worker is given it."""

    forge: Forge
    store: Store
