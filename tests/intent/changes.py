"""Small changes told as texts, and what the intent makes of one sentence about them."""

from reviewer.diff.pull import diff_pull
from reviewer.facts.read import read_facts
from reviewer.git.cases import Case, CaseSide, snapshot_of
from reviewer.git.command import find_git
from reviewer.intent.check import check_intent
from reviewer.model.intent import Claim, Verdict
from reviewer.model.pulls import Prose, PullSnapshot

Texts = dict[str, tuple[str | None, str | None]]
"""The texts of each file before and after; None where there is no such file."""


def snapshot(texts: Texts) -> PullSnapshot:
    """Return the pull that some texts make."""
    pairs = tuple(
        tuple(None if text is None else CaseSide(path, text.encode()) for text in sides)
        for path, sides in texts.items()
    )
    return snapshot_of(Case("case", pairs), find_git())  # type: ignore[arg-type]


def claims_of(prose: Prose, texts: Texts) -> tuple[Claim, ...]:
    """Return the claims of a pull."""
    pull = snapshot(texts)
    units = diff_pull(pull.files).units
    return check_intent(prose, units, read_facts(units, pull.files), pull.files).claims


def verdict(title: str, texts: Texts) -> Verdict:
    """Return the verdict on a title."""
    return claims_of(Prose(title), texts)[0].verdict


def said(title: str, texts: Texts) -> tuple[Verdict, str, list[str]]:
    """Return the verdict on a title, what is said of it, and the places that are pointed at."""
    claim = claims_of(Prose(title), texts)[0]
    places = [f"{anchor.path}:{anchor.lines.start}" for anchor in claim.anchors]
    return claim.verdict, claim.explanation, places
