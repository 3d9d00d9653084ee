"""`python -m training labels|rows|fit|report`: the steps of `make train`; README.md beside this says what they need."""

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from reviewer.git.command import find_git
from training.fit import make_model
from training.labels import Lacking, label_lines, read_labels
from training.report import report_lines
from training.rows import rows_of


def main(arguments: list[str]) -> None:
    """Do one step, and write what it makes."""
    given = _parser().parse_args(arguments)
    if given.step == "labels":
        _write(given.out, label_lines(given.commits, given.links))
    elif given.step == "rows":
        given.kept.mkdir(parents=True, exist_ok=True)
        rows = rows_of(read_labels(given.labels), given.mirrors, given.kept, find_git())
        _write(given.out, (json.dumps(row) for row in rows))
    elif given.step == "fit":
        _write(given.out, [json.dumps(make_model(_rows(given.rows)), indent=2, ensure_ascii=False)])
    else:
        _write(None, report_lines(_rows(given.rows)))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    steps = parser.add_subparsers(dest="step", required=True)
    labels = steps.add_parser("labels", help="a label file from the parquet tables of commits and of blamed lines")
    labels.add_argument("commits", type=Path)
    labels.add_argument("links", type=Path)
    labels.add_argument("out", type=Path)
    rows = steps.add_parser("rows", help="the features of every labelled change, by the product's own code: hours")
    rows.add_argument("labels", type=Path)
    rows.add_argument("mirrors", type=Path, help="folder of bare clones, owner+name or owner+name/repo")
    rows.add_argument("kept", type=Path, help="folder for what was read of the projects' pasts")
    rows.add_argument("out", type=Path)
    fit = steps.add_parser("fit", help="the model file: the same bytes for the same rows")
    fit.add_argument("rows", type=Path)
    fit.add_argument("out", type=Path)
    report = steps.add_parser("report", help="how good it is on projects that it was not fitted to")
    report.add_argument("rows", type=Path)
    return parser


def _rows(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def _write(out: Path | None, lines: Iterable[str]) -> None:
    """Write lines to a file as they come, or to the terminal; a file is there only when it is whole."""
    if out is None:
        for line in lines:
            sys.stdout.write(f"{line}\n")
        return
    part = out.with_name(f"{out.name}.part")
    with part.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{line}\n" for line in lines)
    part.replace(out)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Lacking as lacking:
        sys.exit(str(lacking))
