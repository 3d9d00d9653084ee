"""What a plain diff shows, read without any of the product's rules: the ground on which a statement is untrue."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from reviewer.model.files import FileChange

CODE = re.compile(r"\.(?:py|go|rs|js|mjs|ts|tsx|jsx|java|kt|rb|php|c|h|cpp|cs|scala|swift|ps1|psm1)$")
DOCUMENT = re.compile(
    r"\.(?:md|mdx|rst|txt|adoc|html?)$|(?:^|/)(?:docs?|documentation|guides?|website|changelog\w*|news)/", re.IGNORECASE
)
TEST = re.compile(
    r"(?:^|[/_.-])(?:tests?|specs?|testing|testdata|testsuite|fixtures?|mocks?|__tests__|e2e|snapshots?|cases"
    r"|integration)(?:[/_.-]|$)|tests?\.\w+$|Tests?\.\w+$|[a-z]Test\w*\.",
    re.IGNORECASE,
)
_TEST_LINE = re.compile(
    r"\b(?:assert\w*|expect|should|#\[test\]|cfg\(test\)|def test|func Test|it\(|describe\()", re.IGNORECASE
)
_REMARK = re.compile(r"^\s*(?:#|//|/\*|\*|--|<!--|\"\"\"|'''|import\b|from\b|use\b|$)")
_PUBLIC = re.compile(
    r"^(?:(?:async )?def (?P<pyname>[a-z]\w+)(?P<pyrest>\(.*)"
    r"|func (?:\([^()]*\) )?(?P<goname>[A-Z]\w+)(?P<gorest>\(.*)"
    r"|\s*public (?:final |abstract |synchronized |virtual |async )*(?:function "
    r"|[\w<>\[\], .?]+ )(?P<javaname>\w+)(?P<javarest>\(.*)"
    r"|export (?:default )?(?:async )?function (?P<jsname>\w+)(?P<jsrest>\(.*)"
    r"|\s*pub (?:async |const |unsafe )*fn (?P<rsname>\w+)(?P<rsrest>.*))"
)


@dataclass(frozen=True)
class Shown:
    """The changed files of a pull and its removed and added lines, by path."""

    paths: tuple[str, ...]
    removed: tuple[tuple[str, str], ...]
    added: tuple[tuple[str, str], ...]

    @cached_property
    def text(self) -> str:
        """Return all that the diff shows, in small letters."""
        lines = (line for _, line in (*self.removed, *self.added))
        return "\n".join((*self.paths, *lines)).lower()

    def has(self, word: str) -> bool:
        """Return whether the diff shows a word anywhere, be it part of another."""
        return word.lower() in self.text

    @cached_property
    def code_lines(self) -> tuple[str, ...]:
        """Return the changed lines in source files outside tests and documents that are more than a remark."""
        return tuple(
            line
            for path, line in (*self.removed, *self.added)
            if CODE.search(path) and not TEST.search(path) and not DOCUMENT.search(path) and not _REMARK.match(line)
        )

    @property
    def changes_code(self) -> bool:
        """Return whether code is written: more than a line that only stands elsewhere, or within a long remark."""
        return len(self.code_lines) >= 2 and any(re.search(r"[=(){};]", line) for line in self.code_lines)

    @property
    def is_of_documents(self) -> bool:
        """Return whether every changed file is a document."""
        return all(DOCUMENT.search(path) and not CODE.search(path) for path in self.paths)

    @property
    def is_of_tests(self) -> bool:
        """Return whether every changed file is in a test's place."""
        return all(TEST.search(path) for path in self.paths)

    @property
    def has_tests(self) -> bool:
        """Return whether any changed file, or added line, has to do with tests, as far as one can tell."""
        return any(TEST.search(path) for path in self.paths) or any(_TEST_LINE.search(line) for _, line in self.added)

    def broken(self) -> str:
        """Return a public function whose declaration goes, or comes back with other parameters; "" for none."""
        gone, come = _declared(self.removed), _declared(self.added)
        for name, rests in gone.items():
            if len(rests) == 1 and come.get(name) != rests and len(come.get(name, ())) < 2:
                return name
        return ""


def _declared(lines: Sequence[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for path, line in lines:
        match = _PUBLIC.match(line)
        if match and not TEST.search(path) and not DOCUMENT.search(path):
            # A declaration that goes on in the next line says too little.
            name, rest = (group for group in match.groups() if group)
            if rest.count("(") == rest.count(")") and "internal" not in path:
                found.setdefault(name, set()).add(re.sub(r"\s*[{:;]?\s*$", "", rest))
    return found


def shown(files: Sequence[FileChange]) -> Shown:
    """Return what the diff of some files shows; binary and unread ones show their paths only."""
    removed: list[tuple[str, str]] = []
    added: list[tuple[str, str]] = []
    for file in files:
        for hunk in file.hunks:
            for side, where, lines in ((file.before, hunk.removed, removed), (file.after, hunk.added, added)):
                if side is not None and side.content is not None and where is not None:
                    texts = side.content.split(b"\n")[where.start - 1 : where.end]
                    lines += [(file.path, text.decode("utf-8", "replace")) for text in texts]
    sides = (side.path for file in files for side in (file.before, file.after) if side is not None)
    return Shown(tuple(dict.fromkeys(sides)), tuple(removed), tuple(added))
