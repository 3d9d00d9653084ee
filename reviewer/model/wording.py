"""A language model's words about a review: sentences that cite units, what was sent, and why there may be none."""

from dataclasses import dataclass
from enum import StrEnum

from reviewer.model.ids import Sha, UnitId


class Silence(StrEnum):
    """Why there are no words: not asked yet, the model's process is away, or the model gave nothing usable."""

    AWAITED = "awaited"
    AWAY = "away"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the model, and the units it speaks of: never none."""

    text: str
    units: tuple[UnitId, ...]


@dataclass(frozen=True, slots=True)
class Sent:
    """What a model is shown of a review: these units, in a prompt of `size` bytes; `left` more did not fit."""

    units: tuple[UnitId, ...]
    size: int
    left: int = 0


@dataclass(frozen=True, slots=True)
class Tokens:
    """What the model's server counted."""

    read: int
    written: int


@dataclass(frozen=True, slots=True)
class Wording:
    """What a model said of the review of `head`, or why it is silent; `prompt` is the SHA-256 of what it was asked.

    `dropped` sentences failed the check of their anchors, names and numbers. `tokens` is None where nobody counted.
    `tries` counts how often the same prompt was asked.
    """

    head: Sha
    prompt: str
    sent: Sent
    model: str = ""
    sentences: tuple[Sentence, ...] = ()
    dropped: int = 0
    tokens: Tokens | None = None
    silence: Silence | None = None
    tries: int = 0

    def answers(self, other: "Wording") -> bool:
        """Return whether it was made from the same prompt about the same head."""
        return (self.head, self.prompt) == (other.head, other.prompt)
