"""Functions that came out of another, and functions that went into another.

The evidence is double: the other function now names the new one (or no longer names the vanished one), and words that
vanished from it are the new one's body (or words that came into it are the vanished one's).

      before  total():  a b c d        after  total():  a sum() d
                                              sum():    b c        <- extracted from total: b c left it, `sum` came
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reviewer.diff.drafts import Draft
from reviewer.diff.entities import Entity
from reviewer.diff.languages.language import CALLABLES
from reviewer.diff.likeness import WORD, Bag, bigrams, shared
from reviewer.diff.pairing import Pairing, can_move
from reviewer.model.lines import Side

ENOUGH = 0.3
"""The share of a body that must have left, or come into, the other function."""

EXPLAINED = 0.4
"""Or: the share of what left the other function that the body explains, ..."""

SOME = 0.15
"""... when at least so much of the body is from there."""

SMALLEST = 8
"""A body of fewer word pairs says nothing."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A function on both sides, and the words that left it and came to it."""

    draft: Draft
    gone: Bag
    come: Bag
    gone_words: frozenset[bytes]
    come_words: frozenset[bytes]


def find_extractions(drafts: Iterable[Draft], pairing: Pairing) -> None:
    """Note where added functions came out of and removed ones went into; give them the lines that travelled."""
    known = list(drafts)
    changed = [compare(draft, pairing) for draft in known if is_changed_function(draft)]
    by_come, by_gone = defaultdict[bytes, list[Changed]](list), defaultdict[bytes, list[Changed]](list)
    for other in changed:
        for word in other.come_words | called(other.come):
            by_come[word].append(other)
        for word in other.gone_words | called(other.gone):
            by_gone[word].append(other)
    for draft in known:
        if draft.entity.kind not in CALLABLES or not can_move(draft.entity):
            continue
        name = draft.entity.name.encode()
        if draft.before is None:
            extract(draft, by_come.get(name, ()), pairing)
        elif draft.after is None:
            inline(draft, by_gone.get(name, ()), pairing)


def called(words: Bag) -> frozenset[bytes]:
    """Return the words before an opening parenthesis: a variable may have had the name of the new function."""
    return frozenset(word for word, following in words if following == b"(")


def is_changed_function(draft: Draft) -> bool:
    """Return whether a draft is a function that was there and still is."""
    return draft.before is not None and draft.after is not None and draft.entity.kind in CALLABLES


def compare(draft: Draft, pairing: Pairing) -> Changed:
    """Return what left a function and what came to it."""
    assert draft.before is not None  # noqa: S101 - held by is_changed_function; told to the type checker
    assert draft.after is not None  # noqa: S101
    old, new = words_of(draft.before, Side.BEFORE, pairing), words_of(draft.after, Side.AFTER, pairing)
    old_bag, new_bag, old_words, new_words = bigrams(old), bigrams(new), Counter(old), Counter(new)
    return Changed(
        draft, old_bag - new_bag, new_bag - old_bag, frozenset(old_words - new_words), frozenset(new_words - old_words)
    )


def words_of(entity: Entity, side: Side, pairing: Pairing) -> list[bytes]:
    """Return the words of a function's body."""
    content = pairing.source(entity, is_before=side is Side.BEFORE).content
    return [word for start, end in entity.bodies for word in WORD.findall(content, start, end)]


def extract(draft: Draft, others: Sequence[Changed], pairing: Pairing) -> None:
    """Note where an added function came out of, if it did."""
    body = bigrams(words_of(draft.entity, Side.AFTER, pairing))
    best = best_of(body, [(other, other.gone) for other in others])
    if best is None:
        return
    draft.origin = best.draft.before
    lines = pairing.source(draft.entity, is_before=False).lines
    texts = {lines.text(number).strip() for number in draft.added}
    assert draft.origin is not None  # noqa: S101 - a changed function has both sides
    old = pairing.source(draft.origin, is_before=True).lines
    taken = [number for number in best.draft.removed if has_word(text := old.text(number).strip()) and text in texts]
    draft.removed += taken
    best.draft.removed = [number for number in best.draft.removed if number not in set(taken)]


def inline(draft: Draft, others: Sequence[Changed], pairing: Pairing) -> None:
    """Note where a removed function went into, if it did."""
    body = bigrams(words_of(draft.entity, Side.BEFORE, pairing))
    best = best_of(body, [(other, other.come) for other in others])
    if best is None:
        return
    draft.target = best.draft.after
    lines = pairing.source(draft.entity, is_before=True).lines
    texts = {lines.text(number).strip() for number in draft.removed}
    assert draft.target is not None  # noqa: S101 - a changed function has both sides
    new = pairing.source(draft.target, is_before=False).lines
    taken = [number for number in best.draft.added if has_word(text := new.text(number).strip()) and text in texts]
    draft.added += taken
    best.draft.added = [number for number in best.draft.added if number not in set(taken)]


def best_of(body: Bag, others: Sequence[tuple[Changed, Bag]]) -> Changed | None:
    """Return the function that holds the most of a body among the words that left or came, if that is enough."""
    total = body.total()
    if total < SMALLEST:
        return None
    best, most = None, 0
    for other, bag in others:
        common = shared(body, bag)
        is_enough = common / total > ENOUGH or (common / total > SOME and common / bag.total() > EXPLAINED)
        if is_enough and common > most:
            best, most = other, common
    return best


def has_word(text: bytes) -> bool:
    """Return whether a line says anything: braces alone do not."""
    return any(character.isalnum() for character in text.decode("utf-8", "replace"))
