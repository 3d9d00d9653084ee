"""Templates into HTML."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from reviewer.sandbox.pages.markdown import to_html

_TEMPLATES = Path(__file__).parent / "templates"

# Nothing from elsewhere is loaded or run: what a pull request says is shown, and that is all.
_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'"
)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["markdown"] = to_html
    return environment


def asset(name: str) -> str:
    """Return the style sheet or the script of the pages."""
    return (_TEMPLATES / name).read_text()


def fill(template: str, **values: object) -> str:
    """Return a template filled with values; a value that is missing is an error."""
    return _environment().get_template(template).render(**values)


def page(template: str, common: Mapping[str, object], *, status: int = 200, **values: object) -> HTMLResponse:
    """Return a page that may load nothing but its own style and script; `common` is what every page shows."""
    html = fill(template, inline_style="", **common, **values)
    return HTMLResponse(html, status, {"Content-Security-Policy": _POLICY, "Cache-Control": "no-store"})
