"""Types that came out of another: a class that took over members, a supertype that the old class now names.

before  class Cart: total, ship, track        after  class Cart: total; parcel = Parcel()
                                                     class Parcel: ship, track     <- extracted from Cart

Either of the two has to speak of the other: the old class uses the new one, or the new one extends it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable

from reviewer.diff.drafts import Draft
from reviewer.diff.entities import Entity
from reviewer.diff.languages.language import CALLABLES, TYPES
from reviewer.diff.pairs import Pairing
from reviewer.diff.words import WORD, head_words
from reviewer.model.lines import Side


def find_type_extractions(drafts: Iterable[Draft], pairing: Pairing) -> None:
    """Note on added types which type, that is still there, they came out of."""
    known = list(drafts)
    added = [draft for draft in known if draft.before is None and draft.copied is None and draft.entity.kind in TYPES]
    if not added:
        return
    members, had = members_of(pairing, Side.AFTER), members_of(pairing, Side.BEFORE)
    heirs = heirs_by_name(pairing)
    sources = sources_of_copies(known)
    for draft in added:
        givers = givers_of(members[draft.entity], sources, pairing)
        origin = took_over(draft.entity, givers, pairing)
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


def sources_of_copies(drafts: Iterable[Draft]) -> dict[Entity, list[Entity]]:
    """Return, for each entity after, those before that merged into it, or that it was split from."""
    sources: dict[Entity, list[Entity]] = defaultdict(list)
    for draft in drafts:
        if draft.copied is not None:
            before, after = draft.before or draft.copied, draft.after or draft.copied
            sources[after].append(before)
    return sources


def givers_of(members: Iterable[Entity], sources: dict[Entity, list[Entity]], pairing: Pairing) -> Counter[Entity]:
    """Return the types before that members came from, and how much each gave: two for a function, one for a field."""
    givers: Counter[Entity] = Counter()
    for member in members:
        for before in (pairing.before_of.get(member), *sources.get(member, ())):
            if before is not None and before.parent in pairing.after_of and before.parent.kind in TYPES:
                givers[before.parent] += 2 if member.kind in CALLABLES else 1
    return givers


def took_over(added: Entity, givers: Counter[Entity], pairing: Pairing) -> Entity | None:
    """Return the type that gave an added one most, if one of the two speaks of the other."""
    for giver, given in givers.most_common():
        if given >= 4 or extends(giver, added, pairing) or (given >= 2 and speak(giver, added, pairing)):
            return giver
    return None


def extends(giver: Entity, added: Entity, pairing: Pairing) -> bool:
    """Return whether a type before names an added one in its signature afterwards."""
    later = pairing.after_of[giver]
    return added.name.encode() in head_words(pairing.source(later, is_before=False), later)


def speak(giver: Entity, added: Entity, pairing: Pairing) -> bool:
    """Return whether a type before names an added one afterwards, or is named in the head of it."""
    later = pairing.after_of[giver]
    source = pairing.source(later, is_before=False)
    if added.name.encode() in WORD.findall(source.content, later.start, later.end):
        return True
    return later.name.encode() in head_words(pairing.source(added, is_before=False), added)


def heirs_by_name(pairing: Pairing) -> dict[bytes, list[Entity]]:
    """Return, by each word that came into a type's signature, the types before that now name it."""
    heirs: dict[bytes, list[Entity]] = defaultdict(list)
    for before, after in pairing.after_of.items():
        if before.kind in TYPES:
            heads = [head_words(pairing.source(e, is_before=old), e) for e, old in ((before, True), (after, False))]
            for word in heads[1] - heads[0]:
                heirs[word].append(before)
    return heirs


def names_it(members: Iterable[Entity], heirs: Iterable[Entity], had: dict[Entity, list[Entity]]) -> Entity | None:
    """Return, of the types that now name an added type, the one that had the most members of its members' names."""
    names = {member.name for member in members if member.kind in CALLABLES}
    shared = [(len(names & {member.name for member in had[heir]}), heir) for heir in heirs]
    best = max(shared, key=lambda candidate: candidate[0], default=None)
    return best[1] if best is not None and best[0] else None
