"""Functions that came out of another, and functions that went into another.

The evidence is double: the other function now calls the new one (or no longer calls the vanished one), and words that
vanished from it are the new one's body, with the arguments of the call for its parameters (or words that came into it
are the vanished one's).

      before  total():  a b c d        after  total():  a sum() d
                                              sum():    b c        <- extracted from total: b c left it, `sum` came

Inlining is the same, read from after to before. So the code speaks of two sides: `here`, where the lone function
stands and is called, and `there`, where its text was or is part of the other function.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reviewer.diff.calls import Call, Reach, at_call, calls_of, can_reach, parameters_of
from reviewer.diff.drafts import Draft
from reviewer.diff.entities import Entity
from reviewer.diff.languages.language import CALLABLES
from reviewer.diff.likeness import Bag, bigrams, shared
from reviewer.diff.pairs import Pairing, can_move
from reviewer.diff.words import WORD
from reviewer.model.lines import Side

ENOUGH = 0.3
"""The share of a body that must be from the other function, where the call surely means this one."""

ENOUGH_OF_OBJECT = 0.4
"""The same, where a call on some object may mean it."""

ENOUGH_OF_SMALL = 0.6
"""The same for a body of fewer than SMALL word pairs; it must stand beside its caller."""

NESTED = 0.6
"""The same for a body that came out of one that came out of the other function."""

SMALL, SMALLEST = 8, 3
"""A body of fewer than SMALLEST word pairs says nothing."""

EXPLAINED, SOME = 0.4, 0.15
"""Or: the share of what left the other function that the body explains, when some of the body is from there."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A function on both sides, or what came out of it: its words `here`, those that are new, and the pairs it lost."""

    draft: Draft
    entity: Entity
    words: list[bytes]
    gone: Bag
    come: frozenset[bytes]
    is_nested: bool = False


def find_extractions(drafts: Iterable[Draft], pairing: Pairing) -> None:
    """Note where added functions came out of and removed ones went into; give them the lines that travelled."""
    known = list(drafts)
    for here in (Side.AFTER, Side.BEFORE):
        lone = [draft for draft in known if is_lone_function(draft, here)]
        callers = [compare(draft, here, pairing) for draft in known if is_changed_function(draft)] if lone else []
        while callers:
            lone, callers = settle(lone, callers, here, pairing)


def settle(
    lone: Sequence[Draft], callers: Sequence[Changed], here: Side, pairing: Pairing
) -> tuple[list[Draft], list[Changed]]:
    """Note which lone functions came out of some callers; return those left, and the others as the next callers.

    What came out of a function may call what came out of it too:  total() -> sum() -> add(), all from total().
    """
    by_call: dict[bytes, list[Changed]] = defaultdict(list)
    for caller in callers:
        for word in caller.come:
            by_call[word].append(caller)
    left, found = list[Draft](), list[Changed]()
    for draft in lone:
        best = best_of(draft.entity, here, by_call.get(draft.entity.name.encode(), ()), pairing)
        if best is None:
            left.append(draft)
            continue
        note(draft, best.draft, here, pairing)
        words = words_of(draft.entity, here, pairing)
        found.append(Changed(best.draft, draft.entity, words, best.gone, frozenset(words), is_nested=True))
    return left, found


def is_lone_function(draft: Draft, here: Side) -> bool:
    """Return whether a draft is a function that stands here only, and is no copy of another."""
    is_lone = (draft.before if here is Side.AFTER else draft.after) is None and draft.copied is None
    return is_lone and draft.entity.kind in CALLABLES and can_move(draft.entity)


def is_changed_function(draft: Draft) -> bool:
    """Return whether a draft is a function that was there and still is."""
    return draft.before is not None and draft.after is not None and draft.entity.kind in CALLABLES


def compare(draft: Draft, here: Side, pairing: Pairing) -> Changed:
    """Return what a function lost on the way here, and what words, or calls, it has here only."""
    assert draft.before is not None  # noqa: S101 - held by is_changed_function; told to the type checker
    assert draft.after is not None  # noqa: S101
    before, after = words_of(draft.before, Side.BEFORE, pairing), words_of(draft.after, Side.AFTER, pairing)
    entity, words, others = (draft.after, after, before) if here is Side.AFTER else (draft.before, before, after)
    bag, other_bag = bigrams(words), bigrams(others)
    called = {word for word, following in bag - other_bag if following == b"("}
    return Changed(draft, entity, words, other_bag - bag, frozenset({*(Counter(words) - Counter(others)), *called}))


def words_of(entity: Entity, side: Side, pairing: Pairing) -> list[bytes]:
    """Return the words of a function's body."""
    content = pairing.source(entity, is_before=side is Side.BEFORE).content
    return [word for start, end in entity.bodies for word in WORD.findall(content, start, end)]


def best_of(lone: Entity, here: Side, others: Sequence[Changed], pairing: Pairing) -> Changed | None:
    """Return the function that holds the most of a lone one's body among what it lost, if that is enough."""
    best, most = None, 0
    if not others or len(body := words_of(lone, here, pairing)) < SMALLEST:
        return None
    name, parameters = lone.name.encode(), parameters_of(lone)
    for other in others:
        calls = list(calls_of(name, other.words)) or [Call(None, [])]
        source = pairing.source(other.entity, is_before=here is Side.BEFORE)
        reach = can_reach(other.entity, lone, frozenset(call.receiver for call in calls), source)
        common = max(evidence(bigrams(at_call(body, parameters, call)), other, reach, lone) for call in calls)
        if common > most:
            best, most = other, common
    return best


def evidence(body: Bag, other: Changed, reach: Reach, lone: Entity) -> int:
    """Return how many word pairs of a body another function lost, 0 when that is not enough."""
    total, common = body.total(), shared(body, other.gone)
    if total < SMALLEST or reach is Reach.NONE:
        return 0
    share = common / total
    if other.is_nested:
        is_enough = reach is Reach.SURE and total >= SMALL and share > NESTED
    elif total < SMALL:
        is_enough = share >= ENOUGH_OF_SMALL and lone.parent is other.entity.parent and lone.file == other.entity.file
    elif reach is Reach.OBJECT:
        is_enough = share > ENOUGH_OF_OBJECT
    else:
        is_enough = share > ENOUGH or (share > SOME and common / other.gone.total() > EXPLAINED)
    return common if is_enough else 0


def note(lone: Draft, other: Draft, here: Side, pairing: Pairing) -> None:
    """Note where a lone function came out of, or went into, and give it the lines that it shares with the other."""
    if here is Side.AFTER:
        lone.origin, home, lone_lines, other_lines = other.before, lone.added, lone.removed, other.removed
    else:
        lone.target, home, lone_lines, other_lines = other.after, lone.removed, lone.added, other.added
    there = lone.origin if here is Side.AFTER else lone.target
    assert there is not None  # noqa: S101 - a changed function has both sides
    own = pairing.source(lone.entity, is_before=here is Side.BEFORE).lines
    texts = {own.text(number).strip() for number in home}
    lines = pairing.source(there, is_before=here is Side.AFTER).lines
    taken = {number for number in other_lines if has_word(text := lines.text(number).strip()) and text in texts}
    lone_lines += sorted(taken)
    other_lines[:] = [number for number in other_lines if number not in taken]


def has_word(text: bytes) -> bool:
    """Return whether a line says anything: braces alone do not."""
    return any(character.isalnum() for character in text.decode("utf-8", "replace"))
