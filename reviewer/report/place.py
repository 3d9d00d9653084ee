"""A pull's place in the queue, in words: the band in the title, the table in the text, and why it is there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import quote

from markupsafe import Markup

from reviewer.model.ids import PullNumber
from reviewer.model.published import CheckReport, PullLinks
from reviewer.model.queue import BusinessHours, Hold, Placed, PullClass, PullQueue, Turn, Waiting
from reviewer.report.markdown import render_markdown
from reviewer.report.neutral import ours
from reviewer.report.phrases import count, listing

TITLE_LIMIT = 255
AUTHORS_TURN = "Author's turn"
BEFORE, AFTER = 3, 1
"""Pulls that are shown before and after the one that is spoken of."""

_MOST_NAMED = 3
_SMALL, _LARGE = 5, 45

_SILENT = frozenset({Hold.AT_REST, Hold.APPROVED})
"""Where nothing is wanted of anybody here, the title says so without a place."""

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True)
class Standing:
    """A queue, and the pulls that a check run speaks of: they share its head."""

    queue: PullQueue
    links: Sequence[PullLinks]
    hours: BusinessHours

    @property
    def band(self) -> str:
        """Return what the title says of the place; "" where it says nothing."""
        return band_words(self.queue, [each.number for each in self.links]) or ""


def band_words(queue: PullQueue, numbers: Iterable[PullNumber]) -> str | None:
    """Return the band of the first of these pulls, or whose turn it is; "" where nothing is wanted.

    None while checks run: that passes, and what is shown may stay.
    """
    wanted = set(numbers)
    placed = next((each for each in queue.placed if each.pull.number in wanted), None)
    if placed is not None:
        return placed.band.value
    holds = {pull.hold for pull in queue.others if pull.number in wanted}
    if Hold.RUNNING in holds:
        return None
    return AUTHORS_TURN if holds - _SILENT else ""


def with_place(report: CheckReport, standing: Standing) -> CheckReport:
    """Return a completed check run that tells the place in the queue too."""
    band = standing.band
    title = f"{band} · {report.title}"[:TITLE_LIMIT] if band else report.title
    parts = "\n\n".join(str(_table(standing, links)) for links in standing.links)
    return replace(report, title=title, text=f"{parts}\n\n{report.text}")


def why_here(placed: Placed) -> tuple[str, ...]:
    """Return the terms of a place, the weightiest kinds first; each a few words."""
    found = [*_urgency(placed), *_neighbours(placed), *_depth(placed)]
    return tuple(found) or ("waits in turn",)


def why_not(pull: Waiting) -> str:
    """Return whose turn it is, and why: "author's turn: its checks fail"."""
    whose = "CI's" if pull.turn is Turn.CI else "author's"
    return f"{whose} turn: {pull.hold.value}" if pull.hold else ""


def waited_words(hours: float) -> str:
    """Return business hours as people say them: "3 h 20", "40 min"."""
    minutes = int(hours * 60 + 0.5)
    whole, rest = divmod(minutes, 60)
    if not whole:
        return f"{rest} min"
    return f"{whole:,} h {rest:02}" if rest and whole < 24 else f"{whole:,} h"


def business_words(hours: BusinessHours) -> str:
    """Return when people work: "Mon-Fri 09:00-17:00 UTC"."""
    days = list(hours.days)
    is_run = len(days) > 2 and days[-1] - days[0] == len(days) - 1
    named = f"{_DAYS[days[0]]}–{_DAYS[days[-1]]}" if is_run else ", ".join(_DAYS[day] for day in days)  # noqa: RUF001
    return f"{named} {_clock(hours.start)}–{_clock(hours.end)} {hours.zone}"  # noqa: RUF001


def moment_words(at: float) -> str:
    """Return a moment to the minute: "2026-11-26 14:05 UTC"."""
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d %H:%M} UTC"


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _urgency(placed: Placed) -> Iterable[str]:
    terms = placed.terms
    if terms.pull_class is not PullClass.NORMAL:
        yield terms.pull_class.value
    if placed.is_pinned:
        yield f"pinned: waits over three times its SLA of {terms.sla:g} h"
    elif terms.age > terms.sla:
        yield f"past its SLA of {terms.sla:g} h"
    elif terms.pull_class in {PullClass.HOTFIX, PullClass.BLOCKING}:
        yield f"SLA {terms.sla:g} h"


def _neighbours(placed: Placed) -> Iterable[str]:
    if placed.blocks:
        yield f"blocks {_named(placed.blocks)}"
    if placed.stacked_on is not None:
        yield f"stacked on #{placed.stacked_on}"
    if placed.overlaps:
        yield f"overlaps {_named(placed.overlaps)}"


def _depth(placed: Placed) -> Iterable[str]:
    pull = placed.pull
    if pull.percentile is not None and pull.percentile >= 50:
        yield f"top {max(1, round(100 - pull.percentile))} % risk"
    elif pull.is_high:
        yield f"{pull.band.value} risk"
    if placed.wants_owner:
        yield "wants a named reviewer"
    if placed.has_slot:
        yield "in the place kept for high risk"
    if pull.needs_eyes is None:
        yield "not read by us"
    elif placed.terms.minutes <= _SMALL:
        yield "small"
    elif placed.terms.minutes >= _LARGE:
        yield "large"


def _named(numbers: Sequence[PullNumber]) -> str:
    named = [f"#{number}" for number in numbers[:_MOST_NAMED]]
    left = len(numbers) - len(named)
    return listing([*named, f"{left} more"] if left else named)


def _table(standing: Standing, links: PullLinks) -> Markup:
    queue = standing.queue
    placed = queue.place_of(links.number)
    first = max(0, placed.place - 1 - BEFORE) if placed else 0
    last = placed.place + AFTER if placed else BEFORE
    pull = next((each for each in queue.others if each.number == links.number), None)
    return render_markdown(
        "check_queue.md.j2",
        number=links.number,
        placed=placed,
        why_not=why_not(pull) if pull else "",
        rows=queue.placed[first:last],
        of_many=f" of pull request {links.number}" if len(standing.links) > 1 else "",
        waiting=f"{count(len(queue.placed), 'pull request')} waiting on reviewers",
        moment=moment_words(queue.at),
        business=business_words(standing.hours),
        pulls=ours(f"{links.base_url.rstrip('/')}/{quote(links.full_name, safe='/')}/pull/"),
        why_here=why_here,
        waited=waited_words,
    )
