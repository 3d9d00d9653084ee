"""The command line: `reviewer --help`. The one door where its errors become messages and exit codes."""

import sys
from importlib import import_module
from importlib.metadata import version
from typing import Annotated

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from reviewer.errors import ReviewerError

COULD_NOT = 1

COMMANDS = {
    "review": "reviewer.cli.review",
    "verify": "reviewer.cli.verify",
    "demo": "reviewer.cli.demo",
    "serve": "reviewer.cli.serve",
    "worker": "reviewer.cli.work",
    "word": "reviewer.cli.word",
    "backtest": "reviewer.cli.backtest",
    "queue": "reviewer.cli.queue",
    "audit": "reviewer.cli.audit",
    "doctor": "reviewer.cli.doctor",
}
"""Each command and the module whose function of that name it is."""


class Commands(TyperGroup):
    """Imports a command only when it is asked for: a local review need not wait for the web side's libraries."""

    def list_commands(self, ctx: object) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names in the order of the help page."""
        return list(COMMANDS)

    def get_command(self, ctx: object, cmd_name: str) -> TyperCommand | None:  # noqa: ARG002 - click's signature
        """Return a command by its name, None when there is none."""
        if cmd_name not in COMMANDS:
            return None
        single = typer.Typer(context_settings=HELP, rich_markup_mode="markdown", add_completion=False)
        single.command(cmd_name)(getattr(import_module(COMMANDS[cmd_name]), cmd_name))
        found = get_command(single)
        return found if isinstance(found, TyperCommand) else None


HELP = {"help_option_names": ["-h", "--help"]}

app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    rich_markup_mode="markdown",
    context_settings=HELP,
    help="Turn pull requests into typed change units, risk, and a reading order. A person keeps the merge.",
    epilog="Start with `reviewer demo`, or with `reviewer review` in any git repository.",
)


def _print_version(wanted: bool) -> None:  # noqa: FBT001 - typer calls it with the option's value
    if wanted:
        typer.echo(f"reviewer {version('reviewer')}")
        raise typer.Exit


@app.callback()
def reviewer(
    *,
    show_version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Turn pull requests into typed change units, risk, and a reading order. A person keeps the merge."""


def run() -> None:
    """Run the command line: exit 0 when done, 2 on bad usage, 1 when it could not be done, 130 on Ctrl-C;
    what else a command ends with is told by its help.
    """
    try:
        app()
    except ReviewerError as error:
        typer.echo(f"reviewer: {error}", err=True)
        sys.exit(COULD_NOT)
    except Exception as error:  # noqa: BLE001 - the door: whatever else escapes is a bug, and is reported as one
        sys.excepthook(type(error), error, error.__traceback__)
        typer.echo(f"reviewer {version('reviewer')}: this is a bug; please report it with the lines above.", err=True)
        sys.exit(COULD_NOT)
