"""Deriving a proof again: from its two blobs, or, where other files have a say, from the commits that it cites."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from reviewer.cli.slips import Slip, SlipSide
from reviewer.diff.pull import diff_pull
from reviewer.errors import TellOperator
from reviewer.git.blobs import BlobLimits, read_blobs
from reviewer.git.repository import Repository
from reviewer.git.search import search_tree
from reviewer.git.snapshot import read_snapshot
from reviewer.git.texts import TextPair, diff_texts
from reviewer.jobs.guarded import ParseLimits, guarded
from reviewer.model.files import FileChange, FileSide
from reviewer.model.ids import Sha
from reviewer.model.search import Question, Search
from reviewer.model.serial import dump_diff, dump_review, parse_diff, parse_review
from reviewer.model.units import ChangeUnit, Place, ProofKind
from reviewer.pipeline import review_searched
from reviewer.report.proof_record import DIGESTS


@dataclass(slots=True)
class Rederiver:
    """Derives proofs again from a repository, and remembers the units of the commits that it compared."""

    repository: Repository
    limits: ParseLimits
    known: dict[tuple[Sha, Sha], tuple[ChangeUnit, ...]] = field(
        default_factory=dict[tuple[Sha, Sha], tuple[ChangeUnit, ...]]
    )

    def why_not(self, slip: Slip) -> str | None:
        """Return why a proof does not hold, None when the same proof came out again.

        Raises TellOperator when that cannot be told here: another scheme of digests, objects that are missing.
        """
        if slip.digests != DIGESTS:
            raise TellOperator(f"its digests are of the scheme {slip.digests!r}, we know {DIGESTS!r}")
        if (misplaced := self.misplaced(slip)) is not None:
            return misplaced
        needs_commits = slip.kind is ProofKind.RENAME or (slip.kind is ProofKind.MOVE and is_between_files(slip))
        units = self.units_of_commits(slip) if needs_commits else self.units_of_blobs(slip)
        return compared(slip, units)

    def misplaced(self, slip: Slip) -> str | None:
        """Return which blob does not stand where the proof says, in the commits that it cites."""
        if slip.commits is None:
            return None
        for commit, side in zip(slip.commits, (slip.before, slip.after), strict=True):
            if side is None:
                continue
            self.repository.resolve(commit)
            there = self.repository.list_files(commit, [side.path]).get(side.path)
            if there != side.blob:
                return f"{side.path} is {there or 'not there'} in {commit[:7]}, not {side.blob}"
        return None

    def units_of_blobs(self, slip: Slip) -> tuple[ChangeUnit, ...]:
        """Return the change units between the two blobs of a proof."""
        before, after = self.text(slip.before), self.text(slip.after)
        (diff,) = diff_texts([TextPair(before.content, after.content)], self.repository.git)
        change = FileChange(before, after, diff.hunks, diff.is_binary)
        return parse_diff(guarded(lambda parsing: dump_diff(diff_pull([change], (), parsing)), self.limits)).units

    def text(self, side: SlipSide | None) -> FileSide:
        """Return a side with its text."""
        if side is None or side.blob is None:
            raise TellOperator("it cites no blobs: only the review of a git repository has proofs that can be checked")
        blob = read_blobs(self.repository, [Sha(side.blob)], BlobLimits())[Sha(side.blob)]
        if blob.content is None:
            raise TellOperator(f"the blob {side.blob} of {side.path} was not read: {blob.unread}")
        return FileSide(side.path, blob=Sha(side.blob), content=blob.content)

    def units_of_commits(self, slip: Slip) -> tuple[ChangeUnit, ...]:
        """Return the change units between the commits that a proof cites, with the head searched."""
        if slip.commits is None:
            raise TellOperator("it cites no commits, and other files than its own have a say in it")
        base, head = slip.commits
        if (base, head) not in self.known:
            snapshot = read_snapshot(self.repository, self.repository.resolve(base), self.repository.resolve(head))

            def look(question: Question) -> Search:
                return search_tree(self.repository, head, question)

            self.known[base, head] = parse_review(review_searched(snapshot, look, dump_review, self.limits)).units
        return self.known[base, head]


def is_between_files(slip: Slip) -> bool:
    """Return whether a unit left its file."""
    return slip.before is not None and slip.after is not None and slip.before.path != slip.after.path


def compared(slip: Slip, units: Iterable[ChangeUnit]) -> str | None:
    """Return how the proof of a unit differs from what came out again."""
    found = [unit for unit in units if stands(unit.before, slip.before) and stands(unit.after, slip.after)]
    if not found:
        return "no such unit comes out of what it cites"
    proofs = [unit.proof for unit in found if unit.proof is not None and unit.proof.kind is slip.kind]
    if not proofs:
        done = " and ".join(action.value for action in found[0].actions)
        return f"the unit comes out as {done}, without this proof"
    if any(frozenset(proof.evidence) == slip.pairs for proof in proofs):
        return None
    differing = sorted(name for name, _ in slip.pairs ^ frozenset(proofs[0].evidence))
    return f"other evidence comes out: {', '.join(dict.fromkeys(differing))}"


def stands(place: Place | None, side: SlipSide | None) -> bool:
    """Return whether a unit stands where a proof says."""
    if place is None or side is None:
        return place is None and side is None
    lines = (place.start_line, place.end_line) == (side.start_line, side.end_line)
    return lines and (place.path, place.qualified_name) == (side.path, side.qualified_name)
