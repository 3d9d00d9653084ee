"""The one door of the room: every reader over the whole change, in a fixed order."""

from collections.abc import Callable, Iterator, Sequence

from reviewer.facts.anchoring import speaks
from reviewer.facts.ci import read_ci
from reviewer.facts.dependencies import read_dependencies
from reviewer.facts.endpoints import read_endpoints
from reviewer.facts.environment import read_environment
from reviewer.facts.flags import read_flags
from reviewer.facts.infrastructure import read_infrastructure
from reviewer.facts.migrations import read_migrations
from reviewer.facts.permissions import read_permissions
from reviewer.model.facts import Fact
from reviewer.model.files import FileChange
from reviewer.model.texts import Change, gather
from reviewer.model.units import ChangeUnit

Reader = Callable[[Change], Iterator[Fact]]

READERS: tuple[Reader, ...] = (
    read_migrations,
    read_endpoints,
    read_environment,
    read_dependencies,
    read_permissions,
    read_ci,
    read_infrastructure,
    read_flags,
)
"""Every kind of fact that is looked for, in the order in which facts of one line are told."""


def read_facts(units: Sequence[ChangeUnit], files: Sequence[FileChange]) -> tuple[Fact, ...]:
    """Return the operational facts of a change, by path, side and line.

    Each is anchored at a changed line and belongs to the unit that owns it. Exempt units and units that only touch
    comments or layout carry none. What no reader knows is simply not said: the absence of a fact proves nothing.
    """
    change = gather([unit for unit in units if speaks(unit)], files)
    facts = [fact for reader in READERS for fact in reader(change)]
    return tuple(sorted(dict.fromkeys(facts), key=lambda fact: (fact.anchor.path, fact.anchor.side, fact.anchor.lines)))
