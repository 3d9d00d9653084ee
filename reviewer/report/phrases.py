"""The counting words: how numbers, shares, risks and places are said, the same in every form."""

from collections.abc import Collection, Sequence
from math import ceil

from reviewer.model.ids import Sha
from reviewer.model.intent import Quote, Source
from reviewer.model.lines import LineRange
from reviewer.model.risk import BAND_RANK, PLACES, Band, Risk, RiskReport
from reviewer.model.units import Coverage

NOT_STATED = "not stated — ask the author"
MOST_REASONS = 3


def count(number: int, one: str, many: str | None = None) -> str:
    """Return a counted noun: "1 unit", "1,204 units"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def need_you(needing: int, total: int) -> str:
    """Return "4 of 41 units need you", the number everything else hangs on."""
    if not total:
        return "No change units"
    return f"{needing:,} of {count(total, 'unit')} {'needs' if 1 in (needing, total) else 'need'} you"


def duration(minutes: int) -> str:
    """Return an estimate: "9 min", "1 h 10 min"."""
    hours, rest = divmod(minutes, 60)
    words = ([f"{hours} h"] if hours else []) + ([f"{rest} min"] if rest or not hours else [])
    return " ".join(words)


def percent_parsed(coverage: Coverage) -> int | None:
    """Return how much of the changed lines (files, where no line changed) grammars read, rounded down; None: no file.

    100 is said only of everything.
    """
    whole, part = coverage.changed_lines, coverage.parsed_lines
    if not whole:
        whole, part = coverage.files, coverage.parsed_files
    return part * 100 // whole if whole else None


def parsed(coverage: Coverage) -> str:
    """Return "100 % parsed"."""
    percent = percent_parsed(coverage)
    return "nothing to parse" if percent is None else f"{percent} % parsed"


def risk_level(risk: Risk) -> str:
    """Return "top 8 %" of the repository's own past where the place among it decides the band, else the band.

    Low ones keep their band, and so does what the second axis raised: a place would play it down.
    """
    if risk.percentile is None or risk.percentile < PLACES[Band.MEDIUM] or _is_raised(risk, risk.percentile):
        return risk.band.value
    return f"top {max(1, ceil(100 - risk.percentile))} %"


def _is_raised(risk: Risk, percentile: float) -> bool:
    placed = next(band for band, least in PLACES.items() if percentile >= least)
    return BAND_RANK[risk.band] > BAND_RANK[placed]


def calibration(risk: Risk) -> str:
    """Return what must be said wherever the risk is shown: the chance where labels tell it, else that none did."""
    if risk.probability is not None:
        return f", {chance(risk.probability)} of such changes mended later"
    return "" if risk.is_calibrated else " (uncalibrated)"


def chance(probability: float) -> str:
    """Return a probability in whole percent, never as certain: "23 %", "under 1 %"."""
    percent = round(100 * probability)
    if percent < 1:
        return "under 1 %"
    return "over 99 %" if percent > 99 else f"{percent} %"


def risk_title(risk: Risk) -> str:
    """Return "medium risk (uncalibrated)"; a title has no room for chances."""
    return f"{risk_level(risk)} risk{'' if risk.is_calibrated else calibration(risk)}"


def reasons(risk: Risk, most: int = MOST_REASONS, said: Collection[str] = ()) -> tuple[str, ...]:
    """Return what raised the risk most and was not `said` yet.

    What makes a mistake cost more leads with one reason, for it may have decided the band; then the telling and then
    the sizes, the strongest first; what else is sensitive last.
    """
    raising = [reason for reason in risk.reasons if reason.contribution > 0]
    raising.sort(key=lambda reason: (reason.is_size, -reason.contribution))
    ordered = (*risk.sensitive[:1], *(reason.text for reason in raising), *risk.sensitive[1:])
    return tuple(text for text in ordered if text not in said)[:most]


def made_from(report: RiskReport) -> str:
    """Return what the risk was made from, what of it could not be read, and what the place is among."""
    past = "" if report.past is None else f" and {count(report.past, 'commit')} before it"
    lacking = f"; not from {listing(report.unknown)}" if report.unknown else ""
    return f"Risk was made from the change itself{past}{lacking}.{_placed(report)}"


def _placed(report: RiskReport) -> str:
    if not report.among:
        return ""
    how = "" if report.is_measured else ", whose scores are estimated from names and dates of their files"
    return f" Its place is among the last {count(report.among, 'change')} to code here{how}."


def short(sha: Sha | None) -> str:
    """Return a sha as people write it, "a1b2c3d"; "" for none."""
    return (sha or "")[:7]


def line_range(lines: LineRange) -> str:
    """Return "41 to 88" written with a dash, or "12" for a single line."""
    return str(lines.start) if lines.start == lines.end else f"{lines.start}\N{EN DASH}{lines.end}"


def source(quote: Quote) -> str:
    """Return where a quote was found: "PR text", "issue #12", "commit a1b2c3d"."""
    named = quote.source in {Source.ISSUE, Source.COMMIT, Source.CHANGELOG} and quote.reference
    return f"{quote.source.value} {quote.reference}" if named else quote.source.value


def listing(words: Sequence[str]) -> str:
    """Return "a", "a and b", "a, b and c"."""
    *firsts, last = words
    return f"{', '.join(firsts)} and {last}" if firsts else last


def and_more(left: int) -> str:
    """Return what stands where a list was cut."""
    return f"… and {left:,} more"
