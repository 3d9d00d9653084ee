"""Merged pulls of bare clones, and what was said of them: squash commits, and merges with the pull's own title."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.mutants.history import Mirror
from reviewer.model.ids import Sha
from reviewer.model.pulls import Commit, Prose

_MERGED = re.compile(r"^(?:Merge pull request #\d+ from \S+|Auto merge of #\d+ .*)\s*\n+")
_OTHER_MERGE = re.compile(r"^(?:Merge|Rollup)\b")
_NUMBER = re.compile(r"\s*\(#\d+\)\s*$")
_SQUASHED = re.compile(r"^\* (?P<subject>.+(?:\n(?!\* ).*)*)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Record:
    """A merged pull: the commit that brought it, the one before, and its message as title and text.

    `squashed` are the messages that a squash put together; they spoke of single commits.
    """

    mirror: str
    directory: Path
    base: str
    head: str
    title: str
    body: str
    squashed: tuple[str, ...] = ()

    @property
    def prose(self) -> Prose:
        """Return what people said."""
        commits = tuple(Commit(Sha(self.head), message, "", 0) for message in self.squashed)
        return Prose(self.title, self.body, commits)


def records_of(mirror: Mirror, most: int) -> Iterator[Record]:
    """Yield the newest merged pulls of a repository, on the first parents of its head, newest first."""
    form = "--format=%H%x00%P%x00%B%x00"
    text = mirror.output("log", "--first-parent", f"-{most}", form, "HEAD").decode("utf-8", "replace")
    fields = [field.strip("\n") for field in text.split("\0")]
    for at in range(0, len(fields) - 2, 3):
        head, parents, message = fields[at : at + 3]
        said = _MERGED.sub("", message).strip()
        if parents and said and not _OTHER_MERGE.match(said) and not (" " in parents and said == message.strip()):
            yield _record(mirror, parents.split()[0], head, said)


def _record(mirror: Mirror, base: str, head: str, said: str) -> Record:
    title, _, body = said.partition("\n")
    body = body.strip()
    squashed = tuple(found["subject"].strip() for found in _SQUASHED.finditer(body)) if body.startswith("* ") else ()
    title = _NUMBER.sub("", title.strip())
    return Record(mirror.name, mirror.directory, base, head, title, "" if squashed else body, squashed)
