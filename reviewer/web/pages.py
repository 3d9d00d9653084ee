"""Pages for people: Jinja2 templates, escaped, without scripts or anything from elsewhere."""

from functools import cache
from importlib.resources import files

from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined


def page(template: str, status: int = 200, **values: object) -> HTMLResponse:
    """Return a page; a value that the template names and nobody gave is an error."""
    return HTMLResponse(_templates().get_template(template).render(values), status)


@cache
def stylesheet() -> str:
    """Return the one style sheet."""
    return files("reviewer.web").joinpath("templates/style.css").read_text(encoding="utf-8")


def page_headers(own_url: str, github_url: str) -> dict[str, str]:
    """Return the headers of every answer: no scripts, no frames, no caches, and no address told to other sites.

    The address of `/setup` holds the setup token, which is why it must not leave as a referrer.
    """
    policy = (
        "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
        f"form-action 'self' {own_url} {github_url}"
    )
    return {
        "Content-Security-Policy": policy,
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("reviewer.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
