"""`reviewer verify`: derives the proofs of mechanical units again, from what they cite."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from reviewer.cli.rederiving import Rederiver
from reviewer.cli.slips import Slip, read_slips, text_of
from reviewer.errors import TellOperator
from reviewer.git.command import find_git
from reviewer.git.repository import open_repository
from reviewer.jobs.guarded import ParseLimits
from reviewer.pipeline import ENGINE
from reviewer.settings import search_path

NOT_PROVED = 3
"""Exit code when a proof does not hold."""


def verify(
    proof: Annotated[
        str,
        typer.Argument(
            metavar="PROOF",
            help="A review in JSON, or the `proof` of one of its units: a file, - for standard input, or the text.",
        ),
    ],
    *,
    repo: Annotated[
        Path, typer.Option(help="A local git repository that has what the proof cites.", show_default="this folder")
    ] = Path(),
    unit: Annotated[str | None, typer.Option(help="Only this unit of a review, as U7.")] = None,
) -> None:
    """Derive proofs again, without trusting who made them: nothing but the repository is read.

    Formatting, comments and the order of imports or functions are derived from the two blobs; a rename, or a move
    between files, from the two commits. docs/proofs.md says how the digests are made. Exit code 0 when every proof
    holds, 3 when one does not, 1 when it cannot be told here, 2 on bad usage.

    Examples —

    `reviewer review --format json -o review.json` then `reviewer verify review.json` · `reviewer verify review.json
    --unit U7` · `jq '.units[3].proof' review.json | reviewer verify -`
    """
    given, text = text_of(proof, sys.stdin.read() if proof == "-" else "")
    slips = [(name, slip) for name, slip in read_slips(given, text) if unit is None or name == unit]
    if unit is not None and not slips:
        raise TellOperator(f"{given} holds no proof of {unit}: name a unit that is mechanical.")
    rederiver = Rederiver(open_repository(repo, find_git(search_path())), ParseLimits())
    if failed := [name for name, slip in slips if not _holds(rederiver, name, slip)]:
        typer.echo(f"{len(failed)} of {len(slips)} proofs do not hold.")
        raise typer.Exit(NOT_PROVED)
    typer.echo(f"{len(slips)} of {len(slips)} proofs hold." if slips else "There is no proof to check.")


def _holds(rederiver: Rederiver, name: str, slip: Slip) -> bool:
    """Print what came of one proof; return whether it holds."""
    told = f"{f'{name}  ' if name else ''}{_where(slip)}  {slip.kind.value}"
    try:
        reason = rederiver.why_not(slip)
    except TellOperator as error:
        raise TellOperator(f"Could not check {told}: {str(error).rstrip('.')}.") from error
    made = "" if slip.engine == ENGINE else f" (made by {slip.engine}, derived by {ENGINE})"
    typer.echo(f"{told}: {'holds' if reason is None else f'does not hold: {reason}'}{made}")
    return reason is None


def _where(slip: Slip) -> str:
    side = slip.after or slip.before
    if side is None:
        return "nowhere"
    place = f"{side.path}:{side.start_line}"
    return f"{place} {side.qualified_name}" if side.qualified_name else place
