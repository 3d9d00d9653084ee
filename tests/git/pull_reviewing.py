"""A pull reviewed as the App does it: over HTTP into the cache, through the pipeline, into what people see.

Whatever the pull, `review` holds it against the laws: every changed line in exactly one unit, nothing unread unsaid or
spared, and texts that fit and act on nobody.
"""

from collections import Counter
from dataclasses import dataclass, replace

from git_making import Work
from git_serving import GitServer
from plumbing import Tree, Written, commit
from report.github_rendering import Shown, render

from reviewer.git.cache import RepositoryCache
from reviewer.git.clone import fetched_ref
from reviewer.git.environment import Remote
from reviewer.git.snapshot import read_snapshot
from reviewer.model.ids import PullNumber
from reviewer.model.lines import Side
from reviewer.model.published import CheckReport, PullLinks
from reviewer.model.pulls import Prose, PullSnapshot
from reviewer.model.review import Review
from reviewer.model.units import Action, ChangeUnit
from reviewer.pipeline import review_snapshot
from reviewer.report.check import render_check
from reviewer.report.comment import render_comment

MAIN, PULL = "refs/heads/main", "refs/pull/7/head"
GITHUB = "https://github.com"


@dataclass(frozen=True)
class Reviewed:
    """What was read of a pull, and what people see of it."""

    snapshot: PullSnapshot
    review: Review
    comment: str
    check: CheckReport

    @property
    def waiting(self) -> set[str]:
        """The paths that have a unit that needs eyes."""
        needing = {unit.fingerprint for unit in self.review.plan.units if unit.needs_eyes}
        return {unit.place.path for unit in self.review.units if unit.fingerprint in needing}

    @property
    def unread(self) -> str:
        """What is said above the fold of what was not read, "" when nothing is."""
        lines = [line for line in self.comment.splitlines() if line.startswith("**Not fully read:**")]
        return "".join(lines).removeprefix("**Not fully read:** ")

    def units(self, path: str) -> list[ChangeUnit]:
        return [unit for unit in self.review.units if unit.place.path == path]


@dataclass(frozen=True)
class Host:
    """A code host with one repository, and the App's cache of it."""

    work: Work
    server: GitServer
    cache: RepositoryCache

    def change(self, before: Tree, after: Tree, written: Written | None = None) -> Reviewed:
        """Review the pull of one commit from one tree to another."""
        base = commit(self.work, before)
        return self.review(base, commit(self.work, after, base, written=written))

    def review(self, base: str, head: str, prose: Prose | None = None) -> Reviewed:
        snapshot = self.read(base, head)
        if prose is not None:
            snapshot = replace(snapshot, prose=replace(prose, commits=snapshot.prose.commits))
        reviewed = present(snapshot)
        hold_laws(reviewed)
        return reviewed

    def read(self, base: str, head: str) -> PullSnapshot:
        self.work.git("update-ref", MAIN, base)
        self.work.git("update-ref", PULL, head)
        remote = Remote(f"{self.server.url}/{self.work.path.name}/.git", self.server.token)
        with self.cache.fetched("1", remote, (MAIN, PULL)) as repository:
            ends = [repository.resolve(fetched_ref(name)) for name in (MAIN, PULL)]
            return read_snapshot(repository, *ends)


def present(snapshot: PullSnapshot) -> Reviewed:
    assert snapshot.head is not None
    review = review_snapshot(snapshot)
    links = PullLinks(GITHUB, "acme/shop", PullNumber(7), snapshot.head)
    return Reviewed(snapshot, review, render_comment(review, links), render_check([(links, review)]))


def hold_laws(reviewed: Reviewed) -> None:
    assert owned_lines(reviewed.review) == changed_lines(reviewed.snapshot)
    planned = {unit.fingerprint: unit for unit in reviewed.review.plan.units}
    assert len(planned) == len(reviewed.review.units)
    unread = [unit for unit in reviewed.review.units if unit.fallback is not None]
    assert [unit for unit in unread if not planned[unit.fingerprint].needs_eyes] == []
    assert bool(reviewed.unread) == bool(unread or reviewed.snapshot.notes)
    assert unsaid_files(reviewed) == []
    hold_limits(reviewed)


def unsaid_files(reviewed: Reviewed) -> list[str]:
    """Return the files with a side that was not read of which a unit pretends to be more than lines."""
    unseen = [
        file
        for file in reviewed.snapshot.files
        if file.is_binary or any(side.content is None for side in (file.before, file.after) if side)
    ]
    silent = (Action.FILE_RENAMED, Action.MODE_CHANGED)
    return [
        unit.place.path
        for file in unseen
        for unit in reviewed.units(file.path)
        if unit.fallback is None and unit.exempt is None and unit.actions[0] not in silent
    ]


def hold_limits(reviewed: Reviewed) -> None:
    check = reviewed.check
    assert len(reviewed.comment.encode()) <= 60_000
    assert max(len(check.summary), len(check.text)) <= 65_535
    assert len(check.title) <= 255
    for text in (reviewed.comment, check.summary, check.text):
        shown = Shown(render(text))
        assert shown.triggers() == []
        assert [address for address in shown.links if not address.startswith(f"{GITHUB}/acme/shop/pull/7")] == []
        assert {"img", "script", "h1", "h2", "h3"}.isdisjoint(shown.tags)
    assert reviewed.comment.count("<!-- reviewer:sticky") == 1


def changed_lines(snapshot: PullSnapshot) -> Counter[tuple[str, Side, int]]:
    """Return every changed line as git says it; a path may stand twice in a malformed tree."""
    found: Counter[tuple[str, Side, int]] = Counter()
    for file in snapshot.files:
        for side, given in ((Side.BEFORE, file.before), (Side.AFTER, file.after)):
            ranges = [hunk.removed if side is Side.BEFORE else hunk.added for hunk in file.hunks]
            if given is not None:
                found.update((given.path, side, number) for lines in ranges if lines for number in lines.numbers())
    return found


def owned_lines(review: Review) -> Counter[tuple[str, Side, int]]:
    """Return every line as often as a unit owns it."""
    found: Counter[tuple[str, Side, int]] = Counter()
    for unit in review.units:
        sides = ((unit.before, Side.BEFORE, unit.removed_lines), (unit.after, Side.AFTER, unit.added_lines))
        for place, side, ranges in sides:
            if place is not None:
                found.update((place.path, side, number) for lines in ranges for number in lines.numbers())
    return found
