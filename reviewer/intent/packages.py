"""Checks of "no new dependencies" and "bumps A from 1 to 2", by the facts about dependencies."""

import re
from collections.abc import Sequence

from reviewer.intent.evidence import Evidence, Finding
from reviewer.intent.statements import Statement
from reviewer.model.facts import ADDED, ARROW, Fact, FactKind
from reviewer.model.intent import Verdict

_NONE_NEW = re.compile(
    r"\b(?:no|without(?: any)?|zero) (?:new |additional |extra )(?:\w+ )?dependenc(?:y|ies)\b", re.IGNORECASE
)
_BUMP = re.compile(
    r"\b(?:bump|update|upgrade|downgrade)(?:s|d|ed)? (?:dependency |the )?`?\[?(?P<name>[@\w][\w./:@-]{0,100})\]?`?"
    r"(?:\([^()\s]{0,200}\))? (?:from `?v?\d[\w.+-]{0,40}?`? )?to `?v?(?P<new>\d[\w.+-]{0,40}?)`?"
    r"(?=[\s,;)]|\.?$|\. )",
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
    """Decide "bumps A from 1 to 2" by the manifest; contradicted where it moves to another version than stated."""
    found = _BUMP.search(statement.text)
    if not found:
        return None
    facts = [fact for fact in _dependencies(evidence) if _is_called(fact, found["name"]) and ARROW in fact.detail]
    if not facts:
        return _unseen(evidence, found["name"])
    fitting = [fact for fact in facts if _moves_to(fact, found["new"])]
    chosen = (fitting or facts)[0]
    verdict = Verdict.VERIFIED if fitting else Verdict.CONTRADICTED
    return Finding(verdict, f"`{chosen.subject}` {chosen.detail}", (chosen.anchor,))


def _dependencies(evidence: Evidence) -> Sequence[Fact]:
    return [fact for fact in evidence.facts if fact.kind is FactKind.DEPENDENCY]


def _is_called(fact: Fact, name: str) -> bool:
    plain = name.lower().replace("_", "-")
    subject = fact.subject.lower().replace("_", "-")
    return subject == plain or subject.endswith((f":{plain}", f"/{plain}"))


def _moves_to(fact: Fact, version: str) -> bool:
    """Return whether the new requirement names the version, whatever operator stands before it."""
    after = fact.detail.rpartition(ARROW)[2]
    return any(part.lstrip("v") == version for part in re.findall(r"v?\d[\w.+-]*", after))


def _unseen(evidence: Evidence, name: str) -> Finding | None:
    """Return unsupported only where manifests or code were read; a change of lock files alone decides nothing."""
    if all(unit.exempt is not None for unit in evidence.units):
        return None
    known = any(_is_called(fact, name) for fact in _dependencies(evidence))
    return None if known else Finding(Verdict.UNSUPPORTED, f"no manifest that we read moves `{name[:60]}`")
