"""Which characters of a source text are code, and which are comment or string, by the family of its language.

A scanner, not a parser: one regular expression a family, linear in the text, because every alternative takes what it
began (an unclosed comment or string ends at the end of the text or line).
"""

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

_NOT_LINE_END = re.compile(r"[^\n]")
_BLOCK = r"/\*(?:[^*]|\*(?!/))*+(?:\*/)?"
_DOUBLE = r'"(?:\\.|[^"\\\n])*+"?'
_SINGLE = r"'(?:\\.|[^'\\\n])*+'?"
_CHARACTER = r"'(?:\\[^\n']{1,8}|[^'\\\n])'"
_BACKTICK = r"`(?:\\.|[^`\\])*+`?"
_RAW = r"`[^`]*`?"
_TRIPLE = r'[rRbBuUfF]{0,2}"""(?:\\.|[^"\\]|"(?!""))*+(?:""")?|' + r"[rRbBuUfF]{0,2}'''(?:\\.|[^'\\]|'(?!''))*+(?:''')?"
_JAVA_TEXT = r'"""(?:\\.|[^"\\]|"(?!""))*+(?:""")?'


@dataclass(frozen=True, slots=True)
class _Family:
    """How a family of languages writes what is not code; `holes` are code again inside strings."""

    apart: re.Pattern[str]
    holes: re.Pattern[str] | None = None


def _family(comments: str, strings: str, holes: str | None = None) -> _Family:
    apart = re.compile(f"(?P<comment>{comments})|(?P<string>{strings})", re.DOTALL)
    return _Family(apart, re.compile(holes) if holes else None)


_PYTHON = _family(r"#[^\n]*", rf"{_TRIPLE}|{_DOUBLE}|{_SINGLE}", r"\{[^{}\n]{0,200}\}")
_SCRIPT = _family(rf"//[^\n]*|{_BLOCK}", rf"{_BACKTICK}|{_DOUBLE}|{_SINGLE}", r"\$\{[^{}\n]{0,200}\}")
_JVM = _family(rf"//[^\n]*|{_BLOCK}", rf"{_JAVA_TEXT}|{_DOUBLE}|{_CHARACTER}", r"\$\{[^{}\n]{0,200}\}")
_GO = _family(rf"//[^\n]*|{_BLOCK}", rf"{_RAW}|{_DOUBLE}|{_CHARACTER}")
_C = _family(rf"//[^\n]*|{_BLOCK}", rf"{_DOUBLE}|{_CHARACTER}")
_PHP = _family(rf"//[^\n]*|#(?!\[)[^\n]*|{_BLOCK}", rf"{_DOUBLE}|{_SINGLE}")
_RUBY = _family(r"#[^\n]*|(?m:^=begin)(?:[^\n]|\n(?!=end))*", rf"{_DOUBLE}|{_SINGLE}", r"#\{[^{}\n]{0,200}\}")
_HASH = _family(r"#[^\n]*", rf"{_DOUBLE}|{_SINGLE}")
_SQL = _family(rf"--[^\n]*|{_BLOCK}", r"'(?:''|[^'])*+'?")
_XML = _family(r"<!--(?:[^-]|-(?!->))*+(?:-->)?", r"(?!)")
_DATA = _family(r"(?!)", _DOUBLE)

_FAMILIES = {
    **dict.fromkeys((".py", ".pyi"), _PYTHON),
    **dict.fromkeys((".js", ".jsx", ".mjs", ".cjs", ".ts", ".tsx", ".mts", ".cts"), _SCRIPT),
    **dict.fromkeys((".java", ".kt", ".kts", ".scala", ".gradle", ".groovy"), _JVM),
    **dict.fromkeys((".c", ".h", ".cc", ".cpp", ".cxx", ".hpp", ".hh", ".cs", ".rs", ".swift"), _C),
    **dict.fromkeys((".rb", ".rake"), _RUBY),
    **dict.fromkeys((".tf", ".hcl", ".yml", ".yaml", ".toml", ".sh", ".bash", ".txt", ".cfg", ".ini"), _HASH),
    **dict.fromkeys((".xml", ".html"), _XML),
    ".go": _GO,
    ".mod": _C,
    ".php": _PHP,
    ".sql": _SQL,
    ".json": _DATA,
}
_NAMED = {"Gemfile": _RUBY, "Rakefile": _RUBY, "Dockerfile": _HASH}

CODE_SUFFIXES = frozenset(
    suffix for suffix, family in _FAMILIES.items() if family in (_PYTHON, _SCRIPT, _JVM, _GO, _C, _PHP, _RUBY)
) - {".mod", ".gradle", ".groovy"}
"""Endings of files that hold programs in a language we scan."""


def is_code(path: str) -> bool:
    """Return whether a path names a program in a language we scan."""
    return PurePosixPath(path).suffix.lower() in CODE_SUFFIXES


def without_comments(path: str, text: str) -> str:
    """Return the text with every comment blanked: same length, same line ends."""
    return _blank(text, path, strings=False)


def bare_code(path: str, text: str) -> str:
    """Return the text with comments and the inside of strings blanked: same length, same line ends.

    What a string interpolates is code and stays. A text in an unknown language comes back unchanged.
    """
    return _blank(text, path, strings=True)


def _blank(text: str, path: str, *, strings: bool) -> str:
    family = _family_of(path)
    if family is None:
        return text
    pieces: list[str] = []
    last = 0
    for found in family.apart.finditer(text):
        is_string = found.lastgroup == "string"
        if strings or not is_string:
            pieces += (text[last : found.start()], _blanked(found[0], family.holes if is_string else None))
            last = found.end()
    return "".join((*pieces, text[last:]))


def _family_of(path: str) -> _Family | None:
    pure = PurePosixPath(path)
    return _NAMED.get(pure.name) or _FAMILIES.get(pure.suffix.lower())


def _blanked(piece: str, holes: re.Pattern[str] | None) -> str:
    blank = _NOT_LINE_END.sub(" ", piece) if "\n" in piece else " " * len(piece)
    for hole in holes.finditer(piece) if holes and "{" in piece else ():
        blank = blank[: hole.start()] + hole[0] + blank[hole.end() :]
    return blank
