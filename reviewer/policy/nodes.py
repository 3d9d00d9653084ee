"""What all readers of the policy file share: lines, the words for a mistake, mappings read key by key."""

from collections.abc import Callable, Collection, Iterator
from difflib import get_close_matches
from typing import Any

import yaml

from reviewer.model.policy import PolicyProblem

Reader = Callable[[yaml.Node], Any]


class Misfit(Exception):
    """A value that its key does not take; the text says which it takes. `line` is where, if not where it begins."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


def line_of(node: yaml.Node) -> int:
    """Return the line at which a value begins, counted from 1."""
    return int(node.start_mark.line) + 1


def unknown(name: str, keys: Collection[str]) -> str:
    """Return what is said of a key that there is not: the nearest right one, or all there are."""
    near = get_close_matches(name.lower().replace("-", "_"), keys, n=1, cutoff=0.5)
    advice = f"did you mean `{near[0]}`?" if near else f"the keys are {', '.join(keys)}."
    return f"Unknown key `{name[:60]}`: {advice}"


def read_mapping(
    node: yaml.MappingNode, readers: dict[str, Reader], values: dict[str, Any], within: str = ""
) -> Iterator[PolicyProblem]:
    """Yield what is wrong in a mapping; fill `values` with what is right. `within` is the key whose value it is."""
    done: set[str] = set()
    for key, value in node.value:
        name = str(key.value) if isinstance(key, yaml.ScalarNode) else "?"
        if name not in readers:
            yield PolicyProblem(line_of(key), unknown(name, readers))
        elif name in done:
            yield PolicyProblem(line_of(key), f"`{within}{name}` is given twice; the first one counts.")
        else:
            done.add(name)
            try:
                values[name] = readers[name](value)
            except Misfit as misfit:
                yield PolicyProblem(misfit.line or line_of(value), f"`{within}{name}` {misfit}")
