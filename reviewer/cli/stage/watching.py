"""Waiting for reviews: what each pull request shows so far, and a display of it."""

import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from enum import StrEnum

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.text import Text

from reviewer.cli.stage.markdown import visible
from reviewer.errors import TellOperator
from reviewer.github.names import CHECK_NAME
from reviewer.sandbox.control.pull import PullDesk
from reviewer.sandbox.state.checks import CheckRun
from reviewer.sandbox.state.repositories import Comment

_LOOK_EVERY = 0.1
_OTHER_CELLS = 26
_WIDEST_TITLE = 70


class Stage(StrEnum):
    """How far the review of a pull is, as its page shows it."""

    WAITING = "waiting"
    REVIEWING = "reviewing"
    REVIEWED = "reviewed"
    NOT_REVIEWED = "not reviewed"


_SIGNS = {
    Stage.WAITING: ("·", "dim"),
    Stage.REVIEWING: ("…", "yellow"),
    Stage.REVIEWED: ("✔", "green"),
    Stage.NOT_REVIEWED: ("✘", "red"),
}
_NOT_REVIEWED = "Not reviewed"
"""How the title of a check run begins that ended without a review."""

_FINAL = frozenset({Stage.REVIEWED, Stage.NOT_REVIEWED})


@dataclass(slots=True)
class Watched:
    """An open pull, how far its review is, and the seconds that it took or has taken so far."""

    desk: PullDesk
    opened_at: float
    stage: Stage = Stage.WAITING
    seconds: float = 0.0

    def look(self, now: float) -> None:
        """Take note of what the pull shows now; `now` is of the same monotonic clock as `opened_at`."""
        if self.stage not in _FINAL:
            self.stage, self.seconds = stage_of(self.desk), now - self.opened_at

    @property
    def check_title(self) -> str:
        """Return the title of its check run: "3 of 12 units need you · …"."""
        run = check_of(self.desk)
        return visible(run.title or "") if run else ""


def check_of(desk: PullDesk) -> CheckRun | None:
    """Return the App's check run at the head of a pull."""
    return next((run for run in desk.check_runs() if run.name == CHECK_NAME), None)


def comment_of(desk: PullDesk) -> Comment | None:
    """Return the App's comment on a pull."""
    return next((comment for comment in desk.comments() if comment.app is not None), None)


def stage_of(desk: PullDesk) -> Stage:
    """Return how far a pull is: reviewed when its check run is completed and the comment stands, in whichever order."""
    run = check_of(desk)
    if run is None:
        return Stage.WAITING
    if run.status != "completed":
        return Stage.REVIEWING
    if (run.title or "").startswith(_NOT_REVIEWED):
        return Stage.NOT_REVIEWED
    return Stage.REVIEWED if comment_of(desk) else Stage.REVIEWING


def watch(pulls: Sequence[Watched], limit: float, is_running: Callable[[], bool], console: Console) -> None:
    """Return when every pull is reviewed; raises TellOperator when one ends without, at the limit, or without an App.

    `limit` is in seconds.
    """
    end = time.monotonic() + limit
    live = Live(console=console, refresh_per_second=8, get_renderable=lambda: progress(pulls, console.width))
    with live if console.is_terminal else nullcontext():
        while not _look(pulls) and is_running() and time.monotonic() < end:
            time.sleep(_LOOK_EVERY)
    if not console.is_terminal:
        console.print(progress(pulls, console.width))
    left = [one for one in pulls if one.stage is not Stage.REVIEWED]
    if left:
        why = f"waited {limit:.0f} s" if is_running() else "the App ended"
        said = "; ".join(f"#{one.desk.number} {one.stage} {one.check_title}".rstrip() for one in left)
        raise TellOperator(f"{len(left)} of {len(pulls)} pull requests were not reviewed ({why}): {said}.")


def _look(pulls: Sequence[Watched]) -> bool:
    for pull in pulls:
        pull.look(time.monotonic())
    return all(pull.stage in _FINAL for pull in pulls)


def progress(pulls: Sequence[Watched], width: int) -> RenderableType:
    """Return a line of at most `width` cells a pull: its number and title, how far it is, and its seconds."""
    return Group(*(_line(pull, min(width - _OTHER_CELLS, _WIDEST_TITLE)) for pull in pulls))


def _line(pull: Watched, room: int) -> Text:
    sign, colour = _SIGNS[pull.stage]
    title = Text(f"#{pull.desk.number} {visible(pull.desk.pull.title)}")
    title.truncate(max(room, 1), overflow="ellipsis", pad=True)
    return Text.assemble((sign, colour), " ", title, (f"  {pull.stage:12}", colour), f" {pull.seconds:5.1f} s")
