"""The command line: `reviewer --help`."""

import typer

app = typer.Typer(no_args_is_help=True, help="Review pull requests by intent, not line by line.")


@app.callback()
def reviewer() -> None:
    """Review pull requests by intent, not line by line."""


def run() -> None:
    """Run the command line."""
    app()
