"""A reviewed pull request as its page shows it, for the terminal."""

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.rule import Rule
from rich.text import Text

from reviewer.cli.stage.markdown import render_markdown, visible
from reviewer.cli.stage.watching import Watched, check_of, comment_of
from reviewer.sandbox.control.pull import PullDesk
from reviewer.sandbox.state.checks import CheckRun
from reviewer.sandbox.state.repositories import Comment

_COLOURS = {"success": "green", "neutral": "bright_black", "failure": "red", "action_required": "yellow"}


def show_pull(desk: PullDesk) -> RenderableType:
    """Return the App's check run and comment under the pull's title."""
    pull = desk.pull
    title = Text(f"#{pull.number} {visible(pull.title)}", style="bold")
    check, comment = check_of(desk), comment_of(desk)
    return Group(
        Rule(title, align="left", style="cyan"),
        Text(f"{pull.author.login} wants to merge {pull.head_ref} into {pull.base_ref}", style="dim"),
        Text(desk.url, style="dim"),
        *([_check(check)] if check else []),
        *([_comment(comment)] if comment else []),
        Text(),
    )


def show_line(pull: Watched) -> Text:
    """Return a reviewed pull in one line."""
    line = Text(f"#{pull.desk.number} {pull.stage} in {pull.seconds:.1f} s · {pull.check_title}")
    return line.append(f" · {visible(pull.desk.pull.title)}", style="dim")


def _check(run: CheckRun) -> RenderableType:
    conclusion = run.conclusion or run.status
    lines = [Text(visible(run.title or ""))]
    if run.annotations:
        first = run.annotations[0]
        where = f"{visible(first.path)}:{first.start_line}"
        lines.append(Text(f"{_count(len(run.annotations))} on lines, first {where}", style="dim"))
    if run.actions:
        lines.append(Text("Buttons: " + ", ".join(visible(action.label) for action in run.actions), style="dim"))
    colour = _COLOURS.get(conclusion, "yellow")
    return Panel(Group(*lines), title=Text(f"check {run.name}: {conclusion}"), title_align="left", border_style=colour)


def _comment(comment: Comment) -> RenderableType:
    title = Text(f"comment by {comment.author.login}")
    return Panel(render_markdown(comment.body), title=title, title_align="left", border_style="blue")


def _count(annotations: int) -> str:
    return "1 annotation" if annotations == 1 else f"{annotations} annotations"
