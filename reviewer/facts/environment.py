"""Environment variables that the code newly reads, or no longer reads."""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import PurePosixPath
from typing import NamedTuple

from reviewer.model.code import is_code
from reviewer.model.facts import Fact, FactKind
from reviewer.model.lines import Side
from reviewer.model.texts import Change, ChangedFile, Line

_QUOTED = r"""\(\s*["'](?P<name>[A-Za-z_]\w{0,99})["']"""
_KEYED = r"""\[\s*:?["'](?P<name>[A-Za-z_]\w{0,99})["']\s*\]"""
_EXAMPLES = frozenset((".env.example", ".env.sample", ".env.template", ".env.dist", "env.example"))


class _Pattern(NamedTuple):
    """How a language reads a variable; `required` says that the program fails where it is not set."""

    expression: re.Pattern[str]
    required: bool = False


_PYTHON = (
    _Pattern(re.compile(rf"\b(?:os\.)?environ{_KEYED}(?!\s*=[^=])"), required=True),
    _Pattern(re.compile(rf"\b(?:os\.)?(?:getenv|environ\.get){_QUOTED}")),
)
_SCRIPT = (
    _Pattern(re.compile(r"\b(?:process\.env|import\.meta\.env)\.(?P<name>[A-Za-z_]\w{0,99})(?!\w|\s*=[^=])")),
    _Pattern(re.compile(rf"\bprocess\.env{_KEYED}")),
)
_JVM = (_Pattern(re.compile(rf"\bSystem\.getenv{_QUOTED}")), _Pattern(re.compile(rf"\bSystem\.getenv\(\){_KEYED}")))
_C = (_Pattern(re.compile(rf"\b(?:secure_)?getenv{_QUOTED}")),)
_BY_SUFFIX: dict[str, tuple[_Pattern, ...]] = {
    **dict.fromkeys((".py", ".pyi"), _PYTHON),
    **dict.fromkeys((".js", ".jsx", ".mjs", ".cjs", ".ts", ".tsx", ".mts", ".cts"), _SCRIPT),
    **dict.fromkeys((".java", ".kt", ".kts", ".scala"), _JVM),
    **dict.fromkeys((".c", ".h", ".cc", ".cpp", ".cxx", ".hpp", ".hh"), _C),
    ".go": (_Pattern(re.compile(rf"\bos\.(?:Getenv|LookupEnv){_QUOTED}")),),
    ".rs": (_Pattern(re.compile(rf"\benv::var(?:_os)?{_QUOTED}")),),
    ".rb": (
        _Pattern(re.compile(rf"\bENV\.fetch{_QUOTED}\s*\)(?!\s*(?:\{{|do\b))"), required=True),
        _Pattern(re.compile(rf"\bENV\.fetch{_QUOTED}")),
        _Pattern(re.compile(rf"\bENV{_KEYED}(?!\s*=[^=])")),
    ),
    ".php": (_Pattern(re.compile(rf"\bgetenv{_QUOTED}")), _Pattern(re.compile(rf"\$_ENV{_KEYED}"))),
    ".cs": (_Pattern(re.compile(rf"\bEnvironment\.GetEnvironmentVariable{_QUOTED}")),),
}


class _Read(NamedTuple):
    name: str
    is_required: bool


def read_environment(change: Change) -> Iterator[Fact]:
    """Yield a fact for each variable that the change begins to read, and for each it stops reading.

    A variable that the changed files read before is not new; one that they still read is not gone.
    """
    come, gone = _changed(change, Side.AFTER), _changed(change, Side.BEFORE)
    already = _known(change, Side.BEFORE) if come else set[str]()
    still = _known(change, Side.AFTER) if gone else set[str]()
    examples = [file for file in change.files if _is_known_example(file)]
    told: set[str] = set()
    for line, read in come:
        if read.name not in already and read.name not in told:
            told.add(read.name)
            yield _fact(line, read.name, _detail(read, examples))
    for line, read in gone:
        if read.name not in still and read.name not in told:
            told.add(read.name)
            yield _fact(line, read.name, "no longer read by the changed files")


def _known(change: Change, side: Side) -> set[str]:
    known: set[str] = set()
    for file in change.files:
        text = file.text(side)
        if is_code(text.path):
            lines = zip(text.code.values(), text.bare.values(), strict=True)
            known.update(read.name for code, bare in lines for read in _reads(text.path, code, bare))
    return known


def _changed(change: Change, side: Side) -> list[tuple[Line, _Read]]:
    lines = (line for line in change.changed(side) if not line.unit.is_test)
    return [(line, read) for line in lines for read in _reads(line.anchor.path, line.code, line.bare)]


def _reads(path: str, code: str, bare: str) -> Iterator[_Read]:
    for pattern in _patterns_for(path):
        for found in pattern.expression.finditer(code):
            if not bare[found.start()].isspace():
                yield _Read(found["name"], pattern.required)


@lru_cache(maxsize=64)
def _patterns_for(path: str) -> tuple[_Pattern, ...]:
    return _BY_SUFFIX.get(PurePosixPath(path).suffix.lower(), ())


def _is_known_example(file: ChangedFile) -> bool:
    side = file.change.after
    return side is not None and side.content is not None and PurePosixPath(side.path).name in _EXAMPLES


def _detail(read: _Read, examples: list[ChangedFile]) -> str:
    detail = "newly read, no default" if read.is_required else "newly read"
    for file in examples:
        listed = any(line.lstrip("# ").startswith(f"{read.name}=") for line in file.after.lines.values())
        return f"{detail}; {'in' if listed else 'not in'} {file.path}"
    return detail


def _fact(line: Line, name: str, detail: str) -> Fact:
    return Fact(FactKind.ENVIRONMENT_VARIABLE, name, detail, line.anchor, line.unit.fingerprint)
