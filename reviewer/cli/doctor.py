"""`reviewer doctor`: is everything in place, and what to do where it is not."""

import json
import sys
from io import TextIOWrapper
from typing import Annotated

import typer
from rich.console import Console

from reviewer.cli.checks.catalogue import Check, run_checks
from reviewer.cli.checks.finding import Finding, Mark
from reviewer.cli.checks.ground import Ground
from reviewer.cli.checks.page import Page, as_record
from reviewer.settings import is_plain_terminal, load_settings

WIDEST = 120


def doctor(
    *,
    is_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
    is_offline: Annotated[bool, typer.Option("--offline", help="Leave out what GitHub is asked for.")] = False,
) -> None:
    """Look at settings, database, queue, workers, key, permissions, webhooks, clock and tools; say what to do.

    Changes nothing, and runs with the settings of `reviewer serve`, beside it or before its first start. Exit code 0
    when nothing failed, 1 otherwise.

    Examples —

    `reviewer doctor` · `reviewer doctor --offline` · `reviewer doctor --json | jq '.checks[] | select(.mark != "ok")'`
    """
    screen = _screen()
    page, findings = Page(screen), list[tuple[Check, Finding]]()
    for check, finding in run_checks(Ground(load_settings), is_offline=is_offline):
        findings.append((check, finding))
        if not is_json:
            page.add(check, finding)
    if is_json:
        typer.echo(json.dumps(as_record(findings), indent=2))
    else:
        page.close(findings)
    if any(finding.mark is Mark.FAIL for _, finding in findings):
        raise typer.Exit(1)


def _screen() -> Console:
    """Return the terminal, or what stands in for it; one that knows ASCII only gets "?" for what it cannot show."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    screen = Console(no_color=is_plain_terminal(), highlight=False)
    # Without a terminal nothing is wrapped: whoever reads it greps for lines.
    screen.width = min(screen.width, WIDEST) if screen.is_terminal else 10_000
    return screen
