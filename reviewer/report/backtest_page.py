"""A backtest as one self-contained HTML page: no script, no other file, nothing fetched."""

from functools import cache

from jinja2 import Environment
from markupsafe import Markup

from reviewer.model.backtest import Backtest
from reviewer.report import backtest_words, curves, phrases
from reviewer.report.environment import build_environment
from reviewer.report.neutral import exact, plain, split_code, visible

_CLASSES = {"Reviewer": "ours", "Reviewer, adapted": "adapted", "added lines of code": "lines", "random": "chance"}


def render_backtest_page(found: Backtest, title: str) -> str:
    """Return the page of a backtest; `title` names what it was made of. All texts of repositories are escaped."""
    models = {one.model for one in found.trial.calibrations.values()}
    return (
        _environment()
        .get_template("backtest.html.j2")
        .render(
            title=title,
            found=found,
            trial=found.trial,
            classes=_CLASSES,
            model=", ".join(sorted(models)) or "as shipped",
            reach=curves.reach(found.trial.bins),
        )
    )


@cache
def _environment() -> Environment:
    words = {
        "across": curves.across,
        "count": phrases.count,
        "day": backtest_words.day,
        "fate": backtest_words.fate,
        "figure": backtest_words.figure,
        "headline": backtest_words.headline,
        "labels_words": backtest_words.labels_words,
        "noise": backtest_words.NOISE,
        "polyline": curves.polyline,
        "radius": curves.radius,
        "range_of": backtest_words.range_of,
        "short": phrases.short,
        "split_code": split_code,
        "split_words": backtest_words.split_words,
        "up": curves.up,
    }
    filters = {"plain": plain, "exact": exact, "percent": "{:.0%}".format}
    return build_environment(_shown, filters, words)


def _shown(value: object) -> object:
    """Write out unseen characters in everything that is printed; Jinja escapes it afterwards."""
    return value if isinstance(value, Markup | int) else visible(str(value))
