"""Which texts of a pull are given to a grammar, and who is told: so that one can be blamed from outside, and spared."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


def _tell_nobody(_path: str | None) -> None:
    """Watch without doing anything."""


@dataclass(frozen=True, slots=True)
class Parsing:
    """What is not to be parsed, and why.

    `unparsable` has the reason for each path that no grammar is to touch, on either side; `given_up` is the reason why
    nothing is parsed at all. Such texts become lines. `watch` is called with a text's path before a grammar touches it,
    and with None once no grammar will touch another; it never changes what comes out.
    """

    unparsable: Mapping[str, str] = field(default_factory=dict[str, str])
    given_up: str | None = None
    watch: Callable[[str | None], None] = _tell_nobody

    def why_not(self, path: str) -> str | None:
        """Return why a text is not to be parsed, None when it is."""
        return self.unparsable.get(path, self.given_up)


PARSE_ALL = Parsing()
"""Everything is parsed, and nobody watches."""
