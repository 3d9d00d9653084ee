"""The doctor's findings on a terminal, and as JSON."""

from collections import Counter
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.text import Text

from reviewer.cli.checks.catalogue import Check
from reviewer.cli.checks.finding import Finding, Mark

_STYLES = {Mark.OK: "green", Mark.WARN: "bold yellow", Mark.FAIL: "bold bright_red", Mark.SKIP: "dim"}
_INDENT = 23
"""Columns before what was found: the mark and the name stand there."""

SHOWN = 6
"""Steps that are shown of what to do."""

Findings = Sequence[tuple[Check, Finding]]


class Page:
    """Writes findings as they come, under the name of their group."""

    def __init__(self, screen: Console) -> None:
        self._screen = screen
        self._group = ""

    def add(self, check: Check, finding: Finding) -> None:
        """Write one line, and under it what to do."""
        if check.group != self._group:
            if self._group:
                self._screen.print()
            self._screen.print(Text(check.group, "bold"))
            self._group = check.group
        style = _STYLES[finding.mark]
        head = Text.assemble("  ", (f"{finding.mark.value:<5}", style), f" {check.name:<14} ")
        body = Text(finding.found, "dim" if finding.mark is Mark.SKIP else "")
        self._write(head, body)
        steps = finding.advice[:SHOWN]
        if len(finding.advice) > SHOWN:
            steps += (f"… and {len(finding.advice) - SHOWN} more: `reviewer doctor --json` has them all",)
        for step in steps:
            self._write(Text.assemble(" " * _INDENT, ("→ ", style)), Text(step))

    def close(self, findings: Findings) -> None:
        """Write the sum."""
        counts = Counter(finding.mark for _, finding in findings)
        words = [(Mark.FAIL, "failed"), (Mark.WARN, "to look at"), (Mark.OK, "ok"), (Mark.SKIP, "not looked at")]
        parts = [Text(f"{counts[mark]} {word}", _STYLES[mark]) for mark, word in words if counts[mark]]
        is_well = not (counts[Mark.FAIL] or counts[Mark.WARN])
        self._screen.print()
        self._screen.print(Text.assemble("All is well: " if is_well else "", Text(" · ").join(parts)))

    def _write(self, head: Text, body: Text) -> None:
        """Write a line; what does not fit goes on under itself."""
        hanging = len(head)
        first, *more = body.wrap(self._screen, max(20, self._screen.width - hanging)) or [Text()]
        for start, line in [(head, first), *((Text(" " * hanging), each) for each in more)]:
            line.rstrip()
            self._screen.print(Text.assemble(start, line), no_wrap=True, overflow="ignore", crop=False)


def as_record(findings: Iterable[tuple[Check, Finding]]) -> dict[str, object]:
    """Return the findings as JSON's values."""
    checks = [
        {
            "group": check.group,
            "name": check.name,
            "mark": finding.mark.value,
            "found": finding.found,
            "advice": list(finding.advice),
        }
        for check, finding in findings
    ]
    return {"healthy": all(check["mark"] != Mark.FAIL for check in checks), "checks": checks}
