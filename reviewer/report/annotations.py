"""Annotations: remarks on the units to read first, at their lines in the head."""

from collections.abc import Sequence

from reviewer.model.lines import Side
from reviewer.model.published import Annotation, Level
from reviewer.model.risk import Band
from reviewer.report.card import Card, UnitLine
from reviewer.report.neutral import exact, plain
from reviewer.report.phrases import risk_title

MOST_ANNOTATIONS = 30
_TITLE_LIMIT = 255
_LOUD = frozenset({Band.HIGH, Band.CRITICAL})


def annotate(cards: Sequence[Card]) -> tuple[Annotation, ...]:
    """Return the remarks for the first units that need eyes, each place once, at most `MOST_ANNOTATIONS`.

    Only lines that exist in the head can carry one: removed units stand in the summary alone. So do paths with bytes
    that are not UTF-8 or control characters, since one annotation that GitHub refuses loses the whole check run.
    """
    found = [_annotation(line) for card in cards for line in card.waiting if _is_in_head(line)]
    return tuple(dict.fromkeys(found))[:MOST_ANNOTATIONS]


def _is_in_head(line: UnitLine) -> bool:
    return line.anchor.side is Side.AFTER and line.anchor.path.isprintable()


def _annotation(line: UnitLine) -> Annotation:
    lines = line.anchor.lines
    doing = "".join(exact(piece.text) if piece.is_name else piece.text for piece in line.doing)
    why = "; ".join(plain(text, 160) for text in line.why)
    return Annotation(
        path=line.anchor.path,
        start_line=lines.start,
        # Without added lines the whole entity would be marked: its first line is enough.
        end_line=lines.end if line.unit.added_lines else lines.start,
        level=Level.WARNING if line.risk.band in _LOUD else Level.NOTICE,
        title=f"{line.id}: {doing}, {risk_title(line.risk)}"[:_TITLE_LIMIT],
        message=f"{exact(line.name)}: {why}" if line.name and why else exact(line.name) or why or doing,
    )
