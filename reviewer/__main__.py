"""`python -m reviewer` is the command `reviewer`."""

from reviewer.cli.main import run

run()
