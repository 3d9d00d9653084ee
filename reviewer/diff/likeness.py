"""How alike two entities are: the share of word pairs (bigrams) their texts have in common, from 0 to 1.

Dice's coefficient over bags, on words as a regular expression sees them: blind to layout, and needs no tree.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from reviewer.diff.entities import Entity
from reviewer.diff.reading import Source
from reviewer.diff.references import References
from reviewer.diff.words import WORD

COMMON = 40
"""A pair of words that so many entities have helps no search for candidates."""

CANDIDATES = 12
"""How many candidates are scored for one entity."""

VOTE = 0.3
"""What references add to a score at most, where they speak for a rename."""

LEAST = 1e-9
"""Keeps a score above zero, so that two of one name are paired however unlike they are."""

Bag = Counter[tuple[bytes, bytes]]


def bigrams(words: Sequence[bytes]) -> Bag:
    """Return the bag of neighbouring words."""
    return Counter(pairwise(words))


def dice(left: Bag, right: Bag) -> float:
    """Return the share that two bags have in common, 0 for two empty ones."""
    total = left.total() + right.total()
    return 2 * shared(left, right) / total if total else 0.0


def shared(left: Bag, right: Bag) -> int:
    """Return how many items two bags have in common."""
    if len(right) < len(left):
        left, right = right, left
    return sum(min(count, right[item]) for item, count in left.items() if item in right)


class Likeness:
    """Scores pairs of entities; what it works out of an entity is kept."""

    def __init__(self, source: Callable[..., Source], references: References) -> None:
        self.source = source
        self.references = references
        self.renamed = references.renamed()
        self.known: dict[tuple[Entity, str], Bag] = {}

    def smaller(self, before: Entity, after: Entity) -> int:
        """Return how many word pairs the smaller of two prepared bodies has."""
        return min(self.known[before, "body"].total(), self.known[after, "body"].total())

    def prepare(self, entity: Entity, *, is_before: bool) -> None:
        """Work out an entity's bags: whole, body, signature. Comments above it and its own name are left out."""
        if (entity, "whole") in self.known:
            return
        content = self.source(entity, is_before=is_before).content
        start = entity.parts[0].start if entity.parts else entity.start
        whole = [word if word != entity.name.encode() else b"\0" for word in WORD.findall(content, start, entity.end)]
        body = [word for low, high in entity.bodies for word in WORD.findall(content, low, high)]
        head_end = min((low for low, _ in entity.bodies), default=entity.end)
        if is_before:
            whole, body = [[self.renamed.get(word, word) for word in words] for words in (whole, body)]
        self.known[entity, "whole"] = bigrams(whole)
        self.known[entity, "body"] = bigrams([word if word != entity.name.encode() else b"\0" for word in body])
        self.known[entity, "head"] = bigrams(WORD.findall(content, start, head_end))

    def alike(self, before: Entity, after: Entity, part: str) -> float:
        """Return how alike one part of two prepared entities is."""
        return dice(self.known[before, part], self.known[after, part])

    def of_renamed(self, before: Entity, after: Entity) -> float:
        """Score two prepared entities of other names: by their text, and by what the changed lines say."""
        return self.alike(before, after, "whole") + VOTE * self.references.support(before.name, after.name)

    def of_pair(self, before: Entity, after: Entity) -> float:
        """Return how alike two entities are."""
        self.prepare(before, is_before=True)
        self.prepare(after, is_before=False)
        return self.alike(before, after, "whole")

    def of_overloads(self, before: Entity, after: Entity) -> float:
        """Score two entities of one name in one place: the same signature first, near ties in their order."""
        heads, bodies = self.alike(before, after, "head"), self.alike(before, after, "body")
        return (2.0 if heads == 1.0 else heads) + round(bodies, 1) + LEAST

    def ranked(
        self,
        befores: Sequence[Entity],
        afters: Sequence[Entity],
        score: Callable[[Entity, Entity], float],
        threshold: float,
    ) -> list[tuple[float, Entity, Entity]]:
        """Return the candidate pairs above a threshold, the best first; equal ones in the order of the text."""
        for entity in befores:
            self.prepare(entity, is_before=True)
        for entity in afters:
            self.prepare(entity, is_before=False)
        found = [
            (-value, i, j)
            for i, j in self.candidates(befores, afters)
            if (value := score(befores[i], afters[j])) > threshold
        ]
        return [(-value, befores[i], afters[j]) for value, i, j in sorted(found)]

    def candidates(self, befores: Sequence[Entity], afters: Sequence[Entity]) -> Iterator[tuple[int, int]]:
        """Yield the pairs worth scoring: those of few entities all, else the ones that share the most rare bigrams."""
        if len(befores) * len(afters) <= CANDIDATES * CANDIDATES:
            yield from ((i, j) for i in range(len(befores)) for j in range(len(afters)))
            return
        holders: dict[tuple[bytes, bytes] | str, list[int]] = defaultdict(list)
        for j, after in enumerate(afters):
            holders[after.name].append(j)
            for bigram in self.known[after, "whole"]:
                holders[bigram].append(j)
        for i, before in enumerate(befores):
            votes: Counter[int] = Counter()
            for bigram in (before.name, *self.known[before, "whole"]):
                if len(found := holders.get(bigram, ())) <= COMMON:
                    votes.update(found)
            best = sorted(votes.items(), key=lambda vote: (-vote[1], vote[0]))[:CANDIDATES]
            yield from ((i, j) for j, _ in best)
