"""Filled prompts: logic-free templates, and data that cannot end the block it stands in."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined

from reviewer.llm.messages import Message, WordRequest


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a model is asked: two texts, and the JSON schema of the answer."""

    task: str
    system: str
    user: str
    schema: Mapping[str, object]

    @property
    def digest(self) -> str:
        """Return the SHA-256 of all of it, in hexadecimal."""
        return sha256(json.dumps([self.system, self.user, self.schema]).encode()).hexdigest()

    @property
    def size(self) -> int:
        """Return the bytes of both texts."""
        return len(self.system.encode()) + len(self.user.encode())


def render_prompt(request: WordRequest) -> Prompt:
    """Return the prompt of a request: the same request, but for its limit, gives the same bytes."""
    values = {"units": _lines(request.units), "quotes": _lines(request.quotes) or "(none)"}
    system, user = (_environment().get_template(f"{request.task}/{name}.j2").render(values) for name in _TEXTS)
    return Prompt(request.task, system, user, _schema(request.task))


_TEXTS = ("system", "user")


def _lines(data: Iterable[Message]) -> str:
    """Return a JSON document a line: no text in it can begin a line of its own."""
    return "\n".join(json.dumps(each.model_dump(mode="json"), ensure_ascii=False) for each in data)


@cache
def _environment() -> Environment:
    # A prompt is no HTML; what keeps its data apart is the JSON around it.
    return Environment(
        loader=PackageLoader("reviewer.llm", "prompts"),
        autoescape=False,  # noqa: S701
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )


@cache
def _schema(task: str) -> Mapping[str, object]:
    return json.loads(files("reviewer.llm").joinpath("prompts", task, "schema.json").read_text(encoding="utf-8"))
