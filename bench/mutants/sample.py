"""What is judged: a change of a few files, mechanical as it stands, or with one edit that acts."""

from dataclasses import dataclass, replace
from enum import StrEnum

from reviewer.git.cases import Case, CaseSide

FilePair = tuple[CaseSide | None, CaseSide | None]


class Sort(StrEnum):
    """What sort of mechanical diff it is."""

    FORMATTING = "formatting"
    COMMENT = "comment"
    ACTING = "comment that acts"
    IMPORT_ORDER = "import order"
    MOVE = "move"
    RENAME = "rename"
    CONTEXT = "context"


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit that acts, in the text after of one file of a sample.

    `lines` are the numbers, in the edited text, of what is new; `gone` the texts of the lines that were deleted,
    without any white space.
    """

    kind: str
    file: int
    lines: tuple[int, ...] = ()
    gone: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Sample:
    """A change. `origin` says where it is from, `way` how it was made ("a commit" for a real one)."""

    origin: str
    language: str
    sort: Sort
    way: str
    files: tuple[FilePair, ...]
    edit: Edit | None = None

    @property
    def is_real(self) -> bool:
        """Return whether people made it."""
        return self.way == REAL

    def case(self) -> Case:
        """Return it in the product's own form."""
        return Case(self.origin, self.files)

    def edited(self, file: int, text: bytes, edit: Edit) -> "Sample":
        """Return the sample with another text after in one of its files."""
        files = list(self.files)
        before, after = files[file]
        assert after is not None
        files[file] = (before, CaseSide(after.path, text))
        return replace(self, files=tuple(files), edit=edit)


REAL = "a commit"


def one_file(path: str, before: bytes, after: bytes) -> tuple[FilePair, ...]:
    """Return the files of a change in one place."""
    return ((CaseSide(path, before), CaseSide(path, after)),)
