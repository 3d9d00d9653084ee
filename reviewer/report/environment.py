"""Template environments that are safe by default: every value passes one function on its way into the text."""

from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined


def build_environment(
    finalize: Callable[[object], object],
    filters: Mapping[str, Callable[..., object]],
    words: Mapping[str, object],
) -> Environment:
    """Return the environment of reviewer/report/templates/: undefined variables are errors, values go by `finalize`.

    Only the given filters exist, since Jinja's own `join` or `format` would mark raw text as safe.
    """
    environment = Environment(
        loader=PackageLoader("reviewer.report"),
        autoescape=True,
        finalize=finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    _replace(environment.filters, filters)
    _replace(environment.globals, words)
    return environment


def _replace(known: dict[str, Any], ours: Mapping[str, object]) -> None:
    known.clear()
    known.update(ours)
