"""Proofs that a unit changes no behaviour, with hashes as evidence that anyone can recompute."""

from reviewer.diff.tokens import Tokens
from reviewer.model.units import Proof, ProofKind

STATEMENTS = {
    ProofKind.FORMATTING: "Both sides have the same proof tokens: only layout that does not act was changed.",
    ProofKind.COMMENT: "Both sides have the same proof tokens: only comments that do not act were changed.",
    ProofKind.MOVE: "Both sides have the same proof tokens and the same parent: only the order of functions, which does"
    " not act in this language, was changed.",
    ProofKind.IMPORT_ORDER: "Both sides import the same, and the order of imports does not act in this language.",
}


def equal_tokens(kind: ProofKind, before: str, after: str) -> Proof:
    """Return the proof by equal proof tokens, given their digests."""
    return Proof(kind, STATEMENTS[kind], evidence_of_tokens(before, after))


def evidence_of_tokens(before: str, after: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """Return the digests of both sides' proof tokens as evidence."""
    return ("proof tokens before", before), ("proof tokens after", after)


def without_marks(tokens: Tokens) -> list[bytes]:
    """Return the tokens without those that stand for entities cut out: a unit is what it holds itself."""
    return [text for text in tokens.texts if not text.startswith(MARK)]


MARK = b"\0@"
"""Begins the token that stands for an entity cut out; no text in a tree that is a leaf of its own begins like this."""
