"""Which earlier changes later commits mend: reverts, fixes that name their cause, and SZZ by blame.

SZZ (Śliwerski et al., MSR 2005): a fix, known by its subject, blames the commits that last touched the lines it
replaces. About half of such fixes are real ones (Herbold et al., 2022), and one that only adds lines blames nobody.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reviewer.diff.testing import is_test_path
from reviewer.errors import ReviewerError
from reviewer.git.blobs import BlobLimits
from reviewer.git.diff import read_changes
from reviewer.git.history import FIX
from reviewer.git.landed import Landing
from reviewer.git.repository import Repository
from reviewer.model.backtest import How, Mend
from reviewer.model.files import FileChange
from reviewer.model.ids import Sha
from reviewer.risk.measures import is_telling
from reviewer.risk.territory import is_code_path

MOST_LINES = 60
MOST_FILES = 8
"""A fix that replaces more is no fix of one fault: it would blame everything it passed."""

NO_FIX = re.compile(
    r"\b(?:typos?|docs?|documentation|readme|changelog|lint(?:er|ing)?|spelling|grammar|comments?|flaky|ci|tests?|style"
    r"|format(?:ting)?|whitespace|build|deps?|bump|merge|release|docstrings?|warnings?|website|benchmarks?|examples?)\b"
    r"|^chore",
    re.IGNORECASE,
)
"""Words of a subject that mends something else than the program."""

_SHA = re.compile(
    r"(?:this reverts (?:commit|pull request)|^fixes:|\b(?:introduced|caused|broken|broke|regressed|added)\b"
    r"[^.\n]{0,30}?\b(?:in|by|since|with|from)\b|\bregression\b[^.\n]{0,30}?\b(?:in|from|of|since|by)\b)"
    r"(?: commit)?[\s:]*\(?\b([0-9a-f]{8,40})\b",
    re.IGNORECASE | re.MULTILINE,
)
_REVERTS_PULL = re.compile(r"^reverts? (?:[\w.-]+/[\w.-]+)?#(\d+)\b", re.IGNORECASE | re.MULTILINE)
_REVERTED_SUBJECT = re.compile(r'^revert(?:ed)?:? "(.+)"', re.IGNORECASE)
_PULL = re.compile(r"\(#(\d+)\)\s*$|^Merge pull request #(\d+)\b")
_PORCELAIN = re.compile(rb"^([0-9a-f]{40}) \d+ \d+", re.MULTILINE)
_FORMAT = "%x00%H%x00 %P%x00%ct%x00 %s%x00 %b"


@dataclass(frozen=True, slots=True)
class Message:
    """A commit that is no merge, and what it says."""

    sha: Sha
    parents: Sequence[Sha]
    at: int
    subject: str
    body: str


@dataclass
class Mending:
    """What was found: the mends of each landing by its sha; `fixes` were looked through, `left_out` blamed nobody."""

    mends: dict[Sha, list[Mend]] = field(default_factory=dict[Sha, list[Mend]])
    fixes: int = 0
    left_out: int = 0


def read_messages(repository: Repository, tip: Sha, before: Sha) -> list[Message]:
    """Return the commits between two, newest first, with their messages."""
    output = repository.run("log", "-z", f"--format={_FORMAT}", tip, f"^{before}").stdout
    parts = output.decode("utf-8", "replace").split("\0")
    starts = [index for index, part in enumerate(parts) if not part and index + 5 < len(parts)]
    found: list[Message] = []
    for start in starts:
        sha, parents, at, subject, body = parts[start + 1 : start + 6]
        found.append(Message(Sha(sha), [Sha(one) for one in parents.split()], int(at), subject.strip(), body.strip()))
    return found


def find_mends(
    repository: Repository, landings: Sequence[Landing], messages: Sequence[Message], tell: Callable[[int, int], None]
) -> Mending:
    """Return which landings later commits mend; `tell` hears how many fixes of how many were looked through."""
    index = _Index.of(landings, messages)
    found = Mending()
    fixes = [
        one for one in messages if len(one.parents) == 1 and FIX.search(one.subject) and not NO_FIX.search(one.subject)
    ]
    for message in messages:
        for cause, how in index.said(message):
            _add(found, index, message, cause, how)
    for done, fix in enumerate(fixes):
        tell(done, len(fixes))
        blamed = blame(repository, fix, landings[0].before)
        found.left_out += not blamed
        for cause in blamed:
            _add(found, index, fix, cause, How.BLAMED)
    found.fixes = len(fixes)
    tell(len(fixes), len(fixes))
    return found


@dataclass(frozen=True)
class _Index:
    """Landings by the commits they brought, by their pulls' numbers, and by subject."""

    by_commit: Mapping[Sha, Landing]
    by_pull: Mapping[str, Landing]
    by_subject: Mapping[str, Landing]

    @classmethod
    def of(cls, landings: Sequence[Landing], messages: Sequence[Message]) -> "_Index":
        by_commit = {sha: landing for landing in landings for sha in landing.brought}
        subjects = {message.sha: message.subject for message in messages}
        by_pull: dict[str, Landing] = {}
        by_subject: dict[str, Landing] = {}
        for landing in landings:
            if number := _PULL.search(subjects.get(landing.sha, "")):
                by_pull[number[1] or number[2]] = landing
            for sha in landing.brought:
                by_subject[subjects.get(sha, "")] = landing
        return cls(by_commit, by_pull, by_subject)

    def said(self, message: Message) -> Iterator[tuple[Sha, How]]:
        """Yield the commits that a message itself says it reverts or mends."""
        is_revert = message.subject.lower().startswith("revert") or "this reverts" in message.body.lower()
        for named in _SHA.findall(f"{message.subject}\n{message.body}"):
            found = next((sha for sha in self.by_commit if sha.startswith(named.lower())), None)
            if found is not None:
                yield found, How.REVERTED if is_revert else How.NAMED
        for number in _REVERTS_PULL.findall(message.body):
            if number in self.by_pull:
                yield self.by_pull[number].sha, How.REVERTED
        subject = _REVERTED_SUBJECT.search(message.subject)
        if subject and subject[1] in self.by_subject:
            yield self.by_subject[subject[1]].sha, How.REVERTED


def _add(found: Mending, index: _Index, fix: Message, cause: Sha, how: How) -> None:
    """Note a mend, once for a change and a fix, the surest way first; what a change mends of itself is none."""
    mended, mender = index.by_commit.get(cause), index.by_commit.get(fix.sha)
    if mended is None or mended is mender or fix.at < mended.time:
        return
    mends = found.mends.setdefault(mended.sha, [])
    if all(one.sha != fix.sha for one in mends):
        mends.append(Mend(fix.sha, fix.at, fix.subject, how))


def blame(repository: Repository, fix: Message, since: Sha) -> list[Sha]:
    """Return the commits that last touched the lines of code that a fix replaces, the oldest ones left out."""
    try:
        parent = fix.parents[0]
        files = read_changes(repository, parent, fix.sha, limits=BlobLimits()).files
        lines = {file.before.path: found for file in files if file.before and (found := _replaced(file))}
        if len(lines) > MOST_FILES or sum(map(len, lines.values())) > MOST_LINES:
            return []
        blamed: set[Sha] = set()
        for path, numbers in lines.items():
            ranges = [part for number in numbers for part in ("-L", f"{number},{number}")]
            asked = ("blame", "-w", "-M", "-s", "--porcelain", *ranges, f"{since}..{parent}", "--", path)
            blamed |= {Sha(sha.decode()) for sha in _PORCELAIN.findall(repository.run(*asked).stdout)}
    except ReviewerError:
        # A text that is not there, or a file of other encodings: such a fix blames nobody.
        return []
    return sorted(blamed - {since})


def _replaced(file: FileChange) -> list[int]:
    """Return the numbers of the lines of code that are gone, and not only laid out anew."""
    assert file.before is not None  # noqa: S101 - asked before; told to the type checker
    path = file.before.path
    if not is_code_path(path) or is_test_path(path) or file.before.content is None or file.generated:
        return []
    before = file.before.content.decode("utf-8", "replace").split("\n")
    after = file.after.content.decode("utf-8", "replace").split("\n") if file.after and file.after.content else []
    found: list[int] = []
    for hunk in file.hunks:
        added = {"".join(after[number - 1].split()) for number in hunk.added.numbers()} if hunk.added else set[str]()
        for number in hunk.removed.numbers() if hunk.removed else ():
            text = before[number - 1]
            if is_telling(text) and "".join(text.split()) not in added:
                found.append(number)
    return found
