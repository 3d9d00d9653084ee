"""Who is whom: each entity before paired with its other self after. One entity is paired once.

The phases go from the surest evidence to the weakest, so that a guess never takes the partner of a certainty:

                        before           after
    twins               a.py  f: x y     a.py  f: x y       boilerplate and overloads go to their own selves
    same place          a.py  f: x y     a.py  f: z         overloads by their parameters, then by likeness
    same name           Cart.f: x y      Basket.f: z        Cart is Basket, so f is f
    unmistakable        a.py  f: x y     b.py  f: x y       one name and nearly one text, anywhere in the pull
    renamed             a.py  f: x y     a.py  g: x z       similar text in one place; callers that say g for f help
    moved               a.py  f: x y     b.py  f: x z       one name and similar text, anywhere
    moved and renamed   a.py  f: x y     b.py  g: x y       nearly one text, anywhere

Types and suites go before what they hold, so that members know their parents. A class in the place of an interface may
be its old implementation, so the two are paired last. What is left after all is added or removed, or has merged or
split (copies.py), or was extracted or inlined (extraction.py).
"""

from collections.abc import Sequence

from reviewer.diff.pairs import HOLDERS, Pairing
from reviewer.diff.phases import (
    always,
    is_of_one_sort,
    pair_moved,
    pair_moved_and_renamed,
    pair_renamed,
    pair_same_name,
    pair_same_place,
    pair_twins,
    pair_unmistakable,
)
from reviewer.diff.reading import ReadFile


def pair_entities(files: Sequence[ReadFile]) -> Pairing:
    """Return the pairing of all entities of a pull."""
    pairing = Pairing(files)
    pair_twins(pairing)
    pair_same_place(pairing, is_of_one_sort)
    for kinds in (HOLDERS, None):
        pair_same_name(pairing, is_of_one_sort)
        pair_unmistakable(pairing, kinds)
        pair_renamed(pairing, kinds)
        pair_moved(pairing, kinds)
        pair_moved_and_renamed(pairing, kinds)
    pair_same_place(pairing, always)
    pair_same_name(pairing, always)
    return pairing
