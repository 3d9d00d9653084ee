"""Feature flags that the code newly asks for, or asks for no longer, by the calls of well-known clients."""

import re
from collections.abc import Iterator

from reviewer.model.code import is_code
from reviewer.model.facts import Fact, FactKind
from reviewer.model.lines import Side
from reviewer.model.texts import Change, Line

_KEY = r"""["'](?P<key>[\w.:-]{1,100})["']"""
_PATTERNS = (
    # LaunchDarkly
    re.compile(rf"\b(?:bool|string|int|double|json|number)?_?[vV]ariation(?:_detail|Detail)?\(\s*{_KEY}"),
    # OpenFeature
    re.compile(rf"\bget_?(?:Boolean|String|Number|Integer|Float|Object|boolean|string|integer)_?[vV]alue\(\s*{_KEY}"),
    # Unleash, GrowthBook, and house-made clients that say what they are
    re.compile(
        rf"\b\w{{0,30}}(?:unleash|[fF]lags?|[fF]eatures?|[tT]oggles?)\w{{0,20}}\.is_?(?:[eE]nabled|On|_on)\(\s*{_KEY}"
    ),
    # Flagsmith, PostHog
    re.compile(rf"\b(?:has_feature|is_feature_enabled|feature_enabled|isFeatureEnabled|hasFeature)\(\s*{_KEY}"),
    # Flipper
    re.compile(r"""\bFlipper\.enabled\?\(?\s*(?::|["'])(?P<key>\w{1,100})"""),
    # django-waffle
    re.compile(rf"\b(?:flag_is_active|switch_is_active)\(\s*(?:\w{{1,40}}\s*,\s*)?{_KEY}"),
)


def read_flags(change: Change) -> Iterator[Fact]:
    """Yield a fact for each flag asked for on one side of the changed lines only."""
    after, before = _flags(change, Side.AFTER), _flags(change, Side.BEFORE)
    for key, line in after.items():
        if key not in before:
            yield _fact(key, "newly asked for", line)
    for key, line in before.items():
        if key not in after:
            yield _fact(key, "no longer asked for here", line)


def _flags(change: Change, side: Side) -> dict[str, Line]:
    flags: dict[str, Line] = {}
    for line in change.changed(side):
        if not line.unit.is_test and is_code(line.anchor.path):
            for key in _keys(line):
                flags.setdefault(key, line)
    return flags


def _keys(line: Line) -> Iterator[str]:
    for pattern in _PATTERNS:
        for found in pattern.finditer(line.code):
            if not line.bare[found.start()].isspace():
                yield found["key"]


def _fact(key: str, detail: str, line: Line) -> Fact:
    return Fact(FactKind.FEATURE_FLAG, key, detail, line.anchor, line.unit.fingerprint)
