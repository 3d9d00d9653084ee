"""Pulls of real repositories whose heads are searched, and what is said of their callers."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from git.git_making import Work, make_work

from reviewer.git.command import find_git
from reviewer.git.range import read_range
from reviewer.git.repository import open_repository
from reviewer.git.search import SearchLimits, search_tree
from reviewer.jobs.guarded import ParseLimits
from reviewer.model.callers import Callers, Site
from reviewer.model.review import Review
from reviewer.model.search import Question, Search
from reviewer.model.serial import dump_review, parse_review
from reviewer.model.units import ChangeUnit
from reviewer.pipeline import review_searched

Texts = Mapping[str, str | None]


@dataclass(frozen=True)
class Reviewed:
    """A review with its repository."""

    work: Work
    review: Review

    def unit(self, name: str) -> ChangeUnit:
        (found,) = [unit for unit in self.review.units if name in (unit.place.qualified_name, unit.place.name)]
        return found

    def callers(self, name: str) -> Callers:
        found = self.unit(name).callers
        assert found is not None
        return found

    def lane(self, name: str) -> str:
        fingerprint = self.unit(name).fingerprint
        (planned,) = [unit for unit in self.review.plan.units if unit.fingerprint == fingerprint]
        return planned.lane.value


def review_of(
    path: Path, before: Texts, after: Texts, title: str = "Change", limits: SearchLimits | None = None
) -> Reviewed:
    """Return the review of the pull that writes `after` over `before`."""
    work = make_work(path / "repository")
    work.commit(before, "Before")
    work.git("checkout", "--quiet", "-b", "topic")
    work.commit(after, title)
    git = find_git()
    snapshot = read_range(work.path, "main..topic", git=git)
    assert snapshot.head is not None
    head = snapshot.head

    def look(question: Question) -> Search:
        return search_tree(open_repository(work.path, git), head, question, limits)

    return Reviewed(work, parse_review(review_searched(snapshot, look, dump_review, ParseLimits())))


def told(site: Site) -> str:
    """Return a place in words: "use.py:4 pay call total (1, tax) untouched"."""
    passed = None
    if site.passed is not None:
        passed = f"({', '.join([str(site.passed.positional), *site.passed.keywords])})"
    words = (f"{site.path}:{site.line}", site.entity, site.kind.value, site.name, passed)
    return " ".join(word for word in (*words, "touched" if site.is_touched else "untouched") if word)
