"""Checks of "no new dependencies" and "bumps A from 1 to 2", by the facts about dependencies."""

import re
from collections.abc import Sequence

from reviewer.intent.evidence import Evidence, Finding
from reviewer.intent.statements import Statement
from reviewer.intent.versions import VERSION_ENDS, hides_versions
from reviewer.model.facts import ADDED, ARROW, Fact, FactKind
from reviewer.model.intent import Verdict
from reviewer.model.lines import Side

_NONE_NEW = re.compile(
    r"\b(?:no|without(?: any)?|zero) (?:new |additional |extra )(?:\w+ )?dependenc(?:y|ies)\b", re.IGNORECASE
)
_BUMP = re.compile(
    r"\b(?:bump|update|upgrade|downgrade)(?:s|d|ed)? (?:dependency |the )?`?\[?(?P<name>[@\w][\w./:@-]{0,100})\]?`?"
    r"(?:\([^()\s]{0,200}\))? (?:from `?v?\d[\w.+-]{0,40}?`? )?to `?v?(?P<new>\d[\w.+-]{0,40}?)`?"
    rf"{VERSION_ENDS}",
    re.IGNORECASE,
)


def check_no_new_dependency(statement: Statement, evidence: Evidence) -> Finding | None:
    """Decide "no new dependencies": contradicted by a manifest that gains one."""
    if not _NONE_NEW.search(statement.text):
        return None
    gained = [fact for fact in _dependencies(evidence) if fact.detail.startswith(ADDED)]
    if not gained:
        return Finding(Verdict.VERIFIED, "no manifest that we read gains a dependency in this change")
    names = ", ".join(f"`{fact.subject}`" for fact in gained[:3])
    return Finding(Verdict.CONTRADICTED, f"dependencies are added: {names}", tuple(fact.anchor for fact in gained[:5]))


def check_bump(statement: Statement, evidence: Evidence) -> Finding | None:
    """Decide "bumps A from 1 to 2" by the manifest; contradicted where it moves to one other version."""
    found = _BUMP.search(statement.text)
    if not found:
        return None
    facts = [fact for fact in _dependencies(evidence) if _is_called(fact, found["name"]) and ARROW in fact.detail]
    if not facts:
        return None if found["new"] in _added(evidence) else _unseen(evidence, found["name"])
    fitting = [fact for fact in facts if any(_fits(version, found["new"]) for version in _versions(fact))]
    if fitting:
        return Finding(Verdict.VERIFIED, f"`{fitting[0].subject}` {fitting[0].detail}", (fitting[0].anchor,))
    other = next((fact for fact in facts if len(_versions(fact)) == 1), None)
    if other is None or statement.is_partial or found["new"] in _added(evidence):
        return None
    return Finding(Verdict.CONTRADICTED, f"`{other.subject}` {other.detail}", (other.anchor,))


def _added(evidence: Evidence) -> str:
    return "\n".join(evidence.raw_lines[Side.AFTER])


def _dependencies(evidence: Evidence) -> Sequence[Fact]:
    return [fact for fact in evidence.facts if fact.kind is FactKind.DEPENDENCY]


def _is_called(fact: Fact, name: str) -> bool:
    plain = name.lower().replace("_", "-")
    subject = fact.subject.lower().replace("_", "-")
    return subject == plain or subject.endswith((f":{plain}", f"/{plain}"))


def _versions(fact: Fact) -> list[str]:
    """Return the versions that the new requirement names, whatever operators stand before them; a bare sha is none."""
    after = fact.detail.rpartition(ARROW)[2]
    if after.startswith("sha "):
        return []
    return re.findall(r"(?<![\w.])v?(\d{1,8}(?:\.\w+)*(?:[+-][\w.]+)?)(?![\w])", after)


def _fits(version: str, stated: str) -> bool:
    """Return whether a requirement's version and a stated one go together: either may say more digits."""
    return version == stated or version.startswith(f"{stated}.") or stated.startswith(f"{version}.")


def _unseen(evidence: Evidence, name: str) -> Finding | None:
    """Return unsupported only where every file was read: what we could not read may hold the version."""
    if any(unit.exempt is not None or unit.fallback is not None for unit in evidence.units):
        return None
    if hides_versions(evidence):
        return None
    known = any(_is_called(fact, name) for fact in _dependencies(evidence))
    return None if known else Finding(Verdict.UNSUPPORTED, f"no manifest that we read moves `{name[:60]}`")
