"""A backtest in the terminal: what was decided first, then the numbers, then the riskiest changes."""

from collections.abc import Iterable
from io import StringIO

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from reviewer.model.backtest import Backtest, PastChange, Ranking
from reviewer.report.backtest_words import NOISE, day, fate, headline, labels_words, measured, split_words
from reviewer.report.neutral import exact, plain
from reviewer.report.phrases import short

MOST_CHANGES = 8


def render_backtest(found: Backtest, *, width: int, colour: bool) -> str:
    """Return a backtest for a terminal, as `render_text` does a review."""
    out = StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=colour,
        no_color=not colour,
        color_system="standard" if colour else None,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
    )
    console.print(_sheet(found))
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())


def _sheet(found: Backtest) -> Group:
    return Group(
        Text(headline(found), style="bold"),
        Text(split_words(found), style="dim"),
        *(Text(f"→ {said}", style="bold cyan") for said in found.trial.verdict),
        *_numbers(found.trial.rankings),
        *_riskiest(found.riskiest),
        Text("\nLabels", style="bold"),
        Padding(
            Group(*(Text(plain(labels_words(exact(name), labels), 600)) for name, labels in found.labels.items())),
            (0, 0, 0, 2),
        ),
        Padding(Text(NOISE, style="dim"), (0, 0, 0, 2)),
    )


def _numbers(rankings: tuple[Ranking, ...]) -> Iterable[RenderableType]:
    if not rankings or not rankings[0].measures:
        return
    table = Table(box=None, padding=(0, 2, 0, 0), title_justify="left", show_edge=False)
    table.add_column("")
    for ranking in rankings:
        table.add_column(ranking.name, no_wrap=False)
    table.add_column("gain over added lines")
    for name in rankings[0].measures:
        cells = [measured(ranking.measures.get(name)) for ranking in rankings]
        table.add_row(name, *cells, measured(rankings[0].gains.get(name), is_gain=True))
    yield Text()
    yield table
    yield Text(
        "95 % intervals from later changes drawn anew 500 times; of calibration error less is better.", style="dim"
    )


def _riskiest(changes: tuple[PastChange, ...]) -> Iterable[RenderableType]:
    if not changes:
        return
    yield Text("\nRiskiest later changes, and what became of them", style="bold")
    table = Table.grid(padding=(0, 2))
    for style in ("dim", "dim", "", ""):
        table.add_column(style=style, no_wrap=style != "", overflow="fold")
    for change in changes[:MOST_CHANGES]:
        became = Text(plain(fate(change), 160), style="red" if change.is_faulty else "dim")
        table.add_row(short(change.sha), day(change.at), Text(plain(change.subject, 70)), became)
    yield Padding(table, (0, 0, 0, 2))
