"""What a group is called: the words of the claim it serves, or where it stands."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from reviewer.model.ids import Fingerprint
from reviewer.model.intent import Claim
from reviewer.model.plan import Lane
from reviewer.model.units import ChangeUnit
from reviewer.triage.groups import Bundle

FOLDED = "Folded: at a glance, proved, or exempt"
"""The title of the last group, which holds no unit to read; it is there only when something is folded."""

_LONGEST = 70
_PREFIX = re.compile(r"^(?:[a-z]{2,12}(?:\([^()\n]{1,40}\))?!?:|\[[a-z]{2,12}\])\s+")


def titles_of(bundles: Sequence[Bundle], claims: Sequence[Claim], lane_of: Mapping[Fingerprint, Lane]) -> list[str]:
    """Return the title of each bundle; where several serve one claim, each also says where it stands."""
    serving = Counter(bundle.claim for bundle in bundles)
    titles: list[str] = []
    for bundle in bundles:
        if all(lane_of[unit.fingerprint] is not Lane.READ for unit in bundle.units):
            titles.append(FOLDED)
        elif bundle.claim is None:
            titles.append(f"Not stated: {_where(bundle.units)}")
        elif serving[bundle.claim] > 1:
            titles.append(f"{_claimed(claims[bundle.claim])}: {_where(bundle.units)}")
        else:
            titles.append(_claimed(claims[bundle.claim]))
    return titles


def _claimed(claim: Claim) -> str:
    """Return the claim's own words, on one line, without a conventional-commit prefix, cut at a word."""
    words = _PREFIX.sub("", " ".join(claim.quote.text.split()))
    if len(words) <= _LONGEST:
        return words.rstrip(".")
    return words[: _LONGEST - 2].rpartition(" ")[0].rstrip(" ,;:.") + " …"


def _where(units: Sequence[ChangeUnit]) -> str:
    """Return the entity when there is one, else the file or directory in common."""
    names = list(dict.fromkeys(unit.place.qualified_name for unit in units if not unit.is_test))
    paths = sorted({unit.place.path for unit in units})
    if len(names) == 1 and names[0]:
        return names[0]
    return paths[0] if len(paths) == 1 else _common_directory(paths)


def _common_directory(paths: Sequence[str]) -> str:
    parts = [PurePosixPath(path).parent.parts for path in paths]
    common = list[str]()
    for together in zip(*parts, strict=False):
        if len(set(together)) > 1:
            break
        common.append(together[0])
    return "/".join(common) + "/" if common else f"{paths[0]} and {len(paths) - 1} more"
