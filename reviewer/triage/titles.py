"""What a group is called: the words of the claim it serves, or where it stands."""

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from reviewer.model.intent import Claim
from reviewer.model.units import ChangeUnit

_LONGEST = 70
_PREFIX = re.compile(r"^[a-z]{2,12}(?:\([^()\n]{1,40}\))?!?:\s+")


def claim_title(claim: Claim) -> str:
    """Return the claim's own words, on one line, without a conventional-commit prefix, cut at a word."""
    words = _PREFIX.sub("", " ".join(claim.quote.text.split()))
    if len(words) <= _LONGEST:
        return words.rstrip(".")
    return words[: _LONGEST - 2].rpartition(" ")[0].rstrip(" ,;:.") + " …"


def unstated_title(units: Sequence[ChangeUnit]) -> str:
    """Return "Not stated: " with the entity when there is one, else with the directory or file in common."""
    names = list(dict.fromkeys(unit.place.qualified_name for unit in units if not unit.is_test))
    if len(names) == 1 and names[0]:
        return f"Not stated: {names[0]}"
    paths = sorted({unit.place.path for unit in units})
    return f"Not stated: {paths[0] if len(paths) == 1 else _common_directory(paths)}"


def _common_directory(paths: Sequence[str]) -> str:
    parts = [PurePosixPath(path).parent.parts for path in paths]
    common = list[str]()
    for together in zip(*parts, strict=False):
        if len(set(together)) > 1:
            break
        common.append(together[0])
    return "/".join(common) + "/" if common else f"{paths[0]} and {len(paths) - 1} more files"
