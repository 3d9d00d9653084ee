"""Checks of the versions that a statement names: "release 1.2.3", "update Go to 1.26", "from 10 to 20"."""

import re
from typing import Final

from reviewer.intent.evidence import Evidence, Finding
from reviewer.intent.statements import Statement
from reviewer.model.intent import Verdict
from reviewer.model.lines import Anchor, Side

_NUMBER = r"\d+(?:\.\d+)+(?:-\d+\b|-?(?:alpha|beta|rc|next|dev|canary|pre)[\w.]*)?"
VERSION_ENDS: Final = r"(?=[,;:)]|\.?$|\. | (?:and|from|in|for|to|on|due|because|again|release|version|which)\b| [(\[])"
"""What may follow a version that something is moved to: "to 2.0 style" moves nothing."""

_MOVES = re.compile(
    rf"\b(?:bump|update|upgrade|downgrade)(?:s|d"
    rf"|ed)?\b.{{0,150}}?\bto (?:the )?(?:version )?`?v?(?P<number>{_NUMBER})`?{VERSION_ENDS}",
    re.IGNORECASE,
)
_RELEASES = re.compile(
    r"^(?:(?:prepare|bump|cherry-pick|cut|tag|publish|update|set|start|to|the|for|next|a)\s+)*+(?:release"
    r"|version|publish)"
    rf"(?: version)?:? (?:[\w/@-]+[@ ])?v?(?P<number>{_NUMBER})(?: (?:release|notes|changelog|placeholder))?\.?$",
    re.IGNORECASE,
)
_VERSION = re.compile(rf"(?<![\d.\w]){_NUMBER}(?![\w.]*\d)|(?<=\bv){_NUMBER}(?![\w.]*\d)")
_VERBS = frozenset(
    ("bump", "bumps", "update", "updates", "upgrade", "release", "the", "from", "version", "latest", "and")
)
_PIN = re.compile(r"(?:@|\b(?:rev|commit|sha|ref)\b\W{1,4})[0-9a-f]{40}\b")
_TOLD = re.compile(r"#\s*(?:tag=|ratchet:\S+@)?v?\d+\.\d+")
"""A remark beside a pinned commit that says its version."""


def hides_versions(evidence: Evidence) -> bool:
    """Return whether an added line pins a commit without saying which version that is."""
    return any(_PIN.search(line) and not _TOLD.search(line) for line in evidence.raw_lines[Side.AFTER])


def check_version(statement: Statement, evidence: Evidence) -> Finding | None:
    """Decide the version that is moved to, or released: verified by an added line or a new path that holds it.

    Unsupported where everything was read and the number comes nowhere: short of that it may stand in what was not read.
    """
    found = _MOVES.search(statement.text) or _RELEASES.match(statement.text)
    if not found or not evidence.units:
        return None
    number = found["number"]
    whole = re.compile(rf"(?<![\d.]){re.escape(number)}(?!\d)")
    for line in evidence.lines_of(Side.AFTER):
        if whole.search(line.raw):
            return Finding(Verdict.VERIFIED, f"`{number}` is on an added line", (line.anchor,))
    there = [unit for unit in evidence.units if unit.after is not None and whole.search(unit.after.path)]
    if there:
        return Finding(Verdict.VERIFIED, f"`{number}` is in the path of a changed file", (there[0].anchor,))
    other = None if statement.is_partial else _moved_otherwise(found[0], number, evidence)
    if other is not None:
        return other
    if not evidence.is_all_read or _has_parts(evidence, number):
        return None
    return Finding(Verdict.UNSUPPORTED, f"`{number}` is on no added line")


def _moved_otherwise(said: str, number: str, evidence: Evidence) -> Finding | None:
    """Find a line that stays as it is but for its one version, the stated one before, or beside a stated name.

    Where several versions move, one of them may be meant: then nothing is said.
    """
    gone = {_masked(line): found[0] for line in evidence.raw_lines[Side.BEFORE] if (found := _only_version(line))}
    moves: dict[tuple[str, str], Anchor] = {}
    for line in evidence.lines_of(Side.AFTER):
        new, old = _only_version(line.raw), gone.get(_masked(line.raw), "")
        if new and old and old != new[0] and _is_meant(old, line.raw, said):
            moves.setdefault((old, new[0]), line.anchor)
    if len(moves) != 1 or _is_kin(next(iter(moves))[1], number):
        return None
    (old, new), anchor = next(iter(moves.items()))
    return Finding(Verdict.CONTRADICTED, f"`{old[:40]}` became `{new[:40]}`", (anchor,))


def _only_version(line: str) -> re.Match[str] | None:
    found = list(_VERSION.finditer(line[:500]))
    return found[0] if len(found) == 1 else None


def _is_meant(old: str, line: str, said: str) -> bool:
    """Return whether a statement speaks of a version that moved: it says the old one, or what the line calls it."""
    before = re.search(rf"\bfrom (?:version )?`?v?(?P<old>{_NUMBER})", said, re.IGNORECASE)
    if before:
        return before["old"] == old
    names = _names(said) - _VERBS
    if re.search(r"\b(?:release|version|publish)\b", said, re.IGNORECASE):
        names.add("version")
    return not names.isdisjoint(_names(line))


def _names(text: str) -> set[str]:
    return {name.lower().strip("_") for name in re.findall(r"[A-Za-z][\w-]{2,}", text[:500])}


def _masked(line: str) -> str:
    """Return a line without its versions and commits."""
    return _VERSION.sub("", re.sub(r"[0-9a-f]{40}", "", line[:500]))


def _is_kin(one: str, other: str) -> bool:
    """Return whether one version is the beginning of the other: "1.2" may stand for "1.2.3"."""
    return one.startswith(other) or other.startswith(one)


def _has_parts(evidence: Evidence, number: str) -> bool:
    """Return whether a line may spell the version otherwise: "8_1_0", a commit, or a line for each part."""
    parts = re.findall(r"[0-9]+", number)
    spelt = re.compile(r"(?<!\d)" + r"[^\w]{0,3}[_\W]{0,3}".join(map(re.escape, parts)) + r"(?!\d)")
    lines = evidence.raw_lines[Side.AFTER]
    if hides_versions(evidence):
        return True
    if any(spelt.search(line) for line in lines):
        return True
    assigned = [found[1] for line in lines if (found := re.search(r"[=:]\s*[\"']?(\d+)[\"']?\W*$", line))]
    return bool(assigned) and parts[-1] in assigned and len(parts) <= len(assigned) + 2
