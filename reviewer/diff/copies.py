"""Copies of what moved: several of one name that became one elsewhere, and one that became several.

      before  Cat.eat(): x   Dog.eat(): x        after  Animal.eat(): x

      before  Cart.sum(): x                      after  Cart.sum();   ListCart.sum(): x

One of them is paired with the new one; the others are said to have merged with it, or to be split from it the other way
round. Where one class names the other in its signature they moved there too: pulled up, or pushed down.
"""

from collections import defaultdict
from collections.abc import Iterable

from reviewer.diff.drafts import Draft
from reviewer.diff.entities import Entity
from reviewer.diff.languages.language import CALLABLES
from reviewer.diff.pairs import Pairing, can_move, family, has_moved, names_other
from reviewer.diff.phases import ELSEWHERE

Movers = dict[tuple[str, str], list[tuple[Entity, Entity]]]


def find_copies(drafts: Iterable[Draft], pairing: Pairing) -> None:
    """Note on removed entities which moved one they merged with, and on added ones which moved one they split from."""
    movers: Movers = defaultdict(list)
    for before, after in pairing.after_of.items():
        is_bare = before.kind in CALLABLES and bool(before.bodies) != bool(after.bodies)
        if before.name == after.name and (is_bare or has_moved(pairing, before, after)):
            movers[family(before), before.name].append((before, after))
    for draft in drafts:
        entity = draft.entity
        if (draft.before is not None and draft.after is not None) or not can_move(entity):
            continue
        others = movers.get((family(entity), entity.name), ())
        if draft.after is None:
            pairs = [(entity, after) for _, after in others]
        else:
            pairs = [(before, entity) for before, _ in others]
        best = max((pairing.likeness.of_pair(*pair), -index) for index, pair in enumerate(pairs)) if pairs else (0.0, 0)
        if best[0] > ELSEWHERE:
            before, after = pairs[-best[1]]
            draft.copied = before if draft.after is not None else after
            is_same = before.parent is not None and pairing.after_of.get(before.parent) is after.parent
            draft.is_inherited = not is_same and names_other(pairing, before.parent, after.parent)
