"""The pages of the pulls as HTML files that need no server, and an index of them."""

from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from reviewer.cli.stage.markdown import visible
from reviewer.cli.stage.watching import Watched
from reviewer.errors import TellOperator
from reviewer.sandbox.pages.export import export_pull


def write_pages(folder: Path, pulls: Sequence[Watched]) -> Path:
    """Write `pull-N.html` for each pull and `index.html`, and return the index; TellOperator when the disk refuses."""
    index = folder / "index.html"
    try:
        for pull in pulls:
            desk = pull.desk
            html = export_pull(desk.world, desk.repository, desk.pull)
            (folder / _name(pull)).write_text(html, encoding="utf-8")
        index.write_text(_index(pulls), encoding="utf-8")
    except OSError as error:
        raise TellOperator(
            f"Could not write {error.filename}: {error.strerror}. Give another folder: --output."
        ) from error
    return index


def _name(pull: Watched) -> str:
    return f"pull-{pull.desk.number}.html"


def _index(pulls: Sequence[Watched]) -> str:
    rows = [
        {
            "file": _name(pull),
            "number": pull.desk.number,
            "title": visible(pull.desk.pull.title),
            "author": pull.desk.pull.author.login,
            "check": pull.check_title,
        }
        for pull in pulls
    ]
    loader = PackageLoader("reviewer.cli.stage")
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    return environment.get_template("index.html.j2").render(rows=rows, repository=pulls[0].desk.repository.full_name)
