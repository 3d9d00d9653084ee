"""Markdown templates that neutralise by default: what is not marked as Markdown already is shown as mere words."""

from collections.abc import Iterable
from functools import cache

from jinja2 import Environment
from markupsafe import Markup

from reviewer.model.intent import Quote
from reviewer.model.lines import Anchor
from reviewer.model.queue import Waiting
from reviewer.report import phrases
from reviewer.report.card import UnitLine
from reviewer.report.doing import Piece
from reviewer.report.environment import build_environment
from reviewer.report.neutral import code, ours, prose, sentence, spot
from reviewer.report.places import Places


def render_markdown(template: str, **values: object) -> Markup:
    """Return a template of reviewer/report/templates/ filled in; an undefined variable is an error."""
    return Markup(_environment().get_template(template).render(values))  # noqa: S704 - `_neutralise` saw every value


def load_templates() -> None:
    """Compile all templates, so that processes forked off later need not."""
    environment = _environment()
    for name in environment.list_templates(filter_func=lambda name: name.endswith(".md.j2")):
        environment.get_template(name)


@cache
def _environment() -> Environment:
    filters = {
        "at": _at,
        "cited": _cited,
        "dotted": _dotted,
        "code": code,
        "listed": _listed,
        "named": _named,
        "ours": ours,
        "pieces": _pieces,
        "prose": prose,
        "pull_link": _pull_link,
        "quoted": _quoted,
        "sentence": sentence,
        "signed": "{:+.2f}".format,
    }
    words = {
        "and_more": phrases.and_more,
        "calibration": phrases.calibration,
        "count": phrases.count,
        "duration": phrases.duration,
        "made_from": phrases.made_from,
        "need_you": phrases.need_you,
        "parsed": phrases.parsed,
        "reasons": phrases.reasons,
        "risk_level": phrases.risk_level,
        "short": phrases.short,
    }
    return build_environment(_neutralise, filters, words)


def _neutralise(value: object) -> object:
    return value if isinstance(value, Markup | int) else _own_words(str(value))


def _quoted(quote: Quote, limit: int = 240) -> Markup:
    return Markup("“{}” <sub>{}</sub>").format(sentence(quote.text, limit), prose(phrases.source(quote)))


def _pieces(pieces: Iterable[Piece]) -> Markup:
    """Return the pieces with names as code spans."""
    return Markup("").join(code(piece.text) if piece.is_name else _own_words(piece.text) for piece in pieces)


def _listed(texts: Iterable[str]) -> Markup:
    """Return texts one after another, each neutralised."""
    return Markup("; ").join(sentence(text) for text in texts)


def _dotted(texts: Iterable[str]) -> Markup:
    """Return texts with dots between them, each neutralised; also for table cells."""
    return Markup(" · ").join(prose(text) for text in texts)


def _pull_link(pull: Waiting, pulls: Markup) -> Markup:
    """Return a pull's number and title as a link, for table cells; `pulls` is the address without the number."""
    return Markup("[{} {}]({}{})").format(prose(f"#{pull.number}"), prose(pull.title, 80), pulls, pull.number)


def _own_words(text: str) -> Markup:
    """Return our own words with the spaces around them kept, which `prose` would take away."""
    return Markup("{}{}{}").format(" " * text.startswith(" "), prose(text), " " * text.endswith(" "))


def _named(line: UnitLine, places: Places) -> Markup:
    """Return a unit's name linked to its lines, and where that is: for lines without a name the place is the name."""
    where = f"{line.anchor.path}:{line.anchor.lines.start}"
    if not line.name:
        return _linked(code(where), places.url(line.anchor))
    return Markup("{} <sub>{}</sub>").format(
        _linked(code(line.name), places.url(line.anchor)), spot(f"{line.anchor.path} {line.span}")
    )


def _cited(line: UnitLine, places: Places) -> Markup:
    """Return a unit's id as a link to its lines."""
    return _linked(prose(line.id), places.url(line.anchor))


def _at(anchor: Anchor, places: Places) -> Markup:
    """Return a place as a link, "pay/client.py:41"."""
    return _linked(spot(f"{anchor.path}:{anchor.lines.start}"), places.url(anchor))


def _linked(text: Markup, url: str | None) -> Markup:
    return text if url is None else Markup("[{}]({})").format(text, url)
