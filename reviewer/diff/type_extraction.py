"""Types that came out of another: a class that took over members, a supertype that the old class now names.

before  class Cart: total, ship, track        after  class Cart: total
                                                     class Parcel: ship, track     <- extracted from Cart
"""

from collections import Counter, defaultdict
from collections.abc import Iterable

from reviewer.diff.drafts import Draft
from reviewer.diff.entities import Entity
from reviewer.diff.languages.language import CALLABLES, TYPES
from reviewer.diff.likeness import WORD
from reviewer.diff.pairing import Pairing
from reviewer.model.lines import Side


def find_type_extractions(drafts: Iterable[Draft], pairing: Pairing) -> None:
    """Note on added types which type, that is still there, they came out of."""
    added = [draft for draft in drafts if draft.before is None and draft.entity.kind in TYPES]
    if not added:
        return
    members, had = members_of(pairing, Side.AFTER), members_of(pairing, Side.BEFORE)
    heirs = heirs_by_name(pairing)
    for draft in added:
        origin = took_over(members[draft.entity], pairing)
        draft.origin = origin or names_it(members[draft.entity], heirs.get(draft.entity.name.encode(), ()), had)


def members_of(pairing: Pairing, side: Side) -> dict[Entity, list[Entity]]:
    """Return the members of each type on a side."""
    members: dict[Entity, list[Entity]] = defaultdict(list)
    for file in pairing.files:
        source = file.before if side is Side.BEFORE else file.after
        for entity in source.entities if source is not None else ():
            if entity.parent is not None and entity.parent.kind in TYPES:
                members[entity.parent].append(entity)
    return members


def took_over(members: Iterable[Entity], pairing: Pairing) -> Entity | None:
    """Return the type from which an added type has most of the members it took over."""
    givers: Counter[Entity] = Counter()
    for member in members:
        before = pairing.before_of.get(member)
        if before is not None and before.parent in pairing.after_of and before.parent.kind in TYPES:
            givers[before.parent] += 2 if member.kind in CALLABLES else 1
    best = max(givers.items(), key=lambda giver: giver[1], default=None)
    return best[0] if best is not None and best[1] >= 2 else None


def heirs_by_name(pairing: Pairing) -> dict[bytes, list[Entity]]:
    """Return, by each word that came into a type's signature, the types before that now name it."""
    heirs: dict[bytes, list[Entity]] = defaultdict(list)
    for before, after in pairing.after_of.items():
        if before.kind in TYPES:
            for word in set(head_words(after, Side.AFTER, pairing)) - set(head_words(before, Side.BEFORE, pairing)):
                heirs[word].append(before)
    return heirs


def head_words(entity: Entity, side: Side, pairing: Pairing) -> list[bytes]:
    """Return the words of a type's signature."""
    content = pairing.source(entity, is_before=side is Side.BEFORE).content
    start = entity.nodes[-1].start_byte
    return WORD.findall(content, start, min((low for low, _ in entity.bodies), default=start))


def names_it(members: Iterable[Entity], heirs: Iterable[Entity], had: dict[Entity, list[Entity]]) -> Entity | None:
    """Return, of the types that now name an added type, the one that had the most members of its members' names."""
    names = {member.name for member in members if member.kind in CALLABLES}
    shared = [(len(names & {member.name for member in had[heir]}), heir) for heir in heirs]
    best = max(shared, key=lambda candidate: candidate[0], default=None)
    return best[1] if best is not None and best[0] else None
