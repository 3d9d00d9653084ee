"""A review that no grammar can take down: what hangs, crashes or eats memory costs a file, and is said."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from reviewer.jobs.confined import Confinement, Done, Stopped, run_confined
from reviewer.model.parsing import PARSE_ALL, Parsing


@dataclass(frozen=True, slots=True)
class ParseLimits:
    """What parsing may cost; what is over a limit becomes lines, which need eyes.

    `seconds` are for one version of one file, `whole` for everything until we give up parsing; `memory` are bytes
    beyond what the process had. After `culprits` files no other is parsed.
    """

    seconds: float = 20.0
    memory: int = 2 * 1024**3
    whole: float = math.inf
    culprits: int = 5


def guarded(make: Callable[[Parsing], str], limits: ParseLimits) -> str:
    """Return what `make` returns, made in a process of its own, which it may take down.

    It is made once where all goes well, and again without each text that a grammar failed on. `make` must be pure but
    for its process, and heed the `Parsing` it gets. RuntimeError when it fails without parsing anything;
    RaisedApart when it raises.
    """
    deadline = time.monotonic() + limits.whole
    parsing = PARSE_ALL
    while True:
        # Lines cost next to nothing; whoever runs us has a limit for that.
        until = deadline if parsing.given_up is None else math.inf
        end = run_confined(make, parsing, Confinement(limits.seconds, limits.memory, until))
        if isinstance(end, Done):
            return end.text
        if parsing.given_up is not None:
            raise RuntimeError(f"It could not be made without parsing either: its process {end.why}")
        parsing = _without(parsing, end, limits, is_late=time.monotonic() >= deadline)


def _without(parsing: Parsing, end: Stopped, limits: ParseLimits, *, is_late: bool) -> Parsing:
    """Return what is to be parsed after one more failure."""
    if is_late:
        return Parsing(parsing.unparsable, f"the pull's parsing was stopped after {limits.whole:g} s")
    if end.step is None:
        return Parsing(parsing.unparsable, f"the reading of the pull's entities {end.why}")
    unparsable = {**parsing.unparsable, end.step: f"its parser {end.why}"}
    too_many = f"parsing was given up after {limits.culprits} files whose parsers failed"
    return Parsing(unparsable, too_many if len(unparsable) >= limits.culprits else None)
