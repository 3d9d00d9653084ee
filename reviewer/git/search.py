"""Names looked for in a whole tree: which files hold them as words, read within limits that are told.

Some hundred files at a time go through one `cat-file --batch`; the words of a text are the runs between what no name is
made of. Of a partial clone the files to be searched are fetched first, in one request, and never more than the limit.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from time import monotonic

from reviewer.errors import TellAuthor
from reviewer.git.blobs import BlobLimits, read_blobs
from reviewer.git.command import TooSlow
from reviewer.git.promised import fetch_objects, missing_objects
from reviewer.git.repository import Repository
from reviewer.git.tree_files import WITHOUT_TEXT, TreeFile, list_tree, nearest_first
from reviewer.git.trouble import Damaged
from reviewer.model.files import FileSide
from reviewer.model.ids import Sha
from reviewer.model.search import Question, Search

_WORD_BYTES = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") | frozenset(
    range(0x80, 0x100)
)
_BLANKED = bytes(byte if byte in _WORD_BYTES else 0x20 for byte in range(256))
_ASCII_ONLY = bytes(byte if byte < 0x80 else 0x20 for byte in _BLANKED)
_BATCH = 500

TOO_MANY = "the nearest were searched"
TOO_MUCH = "the files before them are as much as is searched"
TOO_LONG = "searching took as long as it may"


@dataclass(frozen=True, slots=True)
class SearchLimits:
    """How much of a tree is searched, and how much of what was found is read.

    `files` and `total` bytes are searched, each file up to `each` bytes; `names` are looked for; `read_files` with
    `read_bytes` that hold one are handed over, `for_each` at most for one name. `seconds` is for all of it, and for a
    partial clone to fetch what it lacks.
    """

    names: int = 400
    files: int = 10_000
    total: int = 200 * 1000 * 1000
    each: int = 1000 * 1000
    read_files: int = 250
    read_bytes: int = 5 * 1000 * 1000
    for_each: int = 60
    seconds: float = 30


@dataclass(slots=True)
class _Found:
    """What the search saw: who holds each name, how large the holders are, how many files it read, what it did not."""

    holders: dict[str, list[TreeFile]]
    sizes: dict[Sha, int] = field(default_factory=dict[Sha, int])
    searched: int = 0
    unsearched: list[str] = field(default_factory=list[str])


def search_tree(repository: Repository, commit: Sha, question: Question, limits: SearchLimits | None = None) -> Search:
    """Return which texts of a commit's tree hold the names. The same tree and question give the same answer.

    What is over a limit, or could not be had, is said in the answer; raises what fetching raises but for slowness.
    """
    limits = limits or SearchLimits()
    quick = replace(repository, git=replace(repository.git, seconds=limits.seconds, fetch_seconds=limits.seconds))
    try:
        return _search(quick, commit, question, limits)
    except Damaged:
        # Somebody's own clone may be a partial one; ours is fetched anew by whoever holds it.
        if repository.remote is not None:
            raise
        return Search(commit, unsearched=("the repository: objects of its head are missing or damaged",))
    except (TooSlow, TellAuthor) as error:
        return Search(commit, unsearched=(f"the repository: {str(error).split(':')[0].rstrip('.')}",))


def _search(repository: Repository, commit: Sha, question: Question, limits: SearchLimits) -> Search:
    until = monotonic() + limits.seconds
    tree = list_tree(repository, commit)
    code = [file for file in tree if file.ending in question.endings]
    names = question.names[: limits.names]
    found = _look(repository, nearest_first(code, question.near), names, limits, until)
    crowded = dict.fromkeys(question.names[limits.names :], f"more than {limits.names:,} names are looked for")
    files, left = _read(repository, found, question.near, limits)
    other = _look_elsewhere(repository, tree, question, limits, until)
    return Search(
        commit=commit,
        searched=found.searched,
        files=files,
        unsearched=tuple(found.unsearched),
        crowded=crowded | left,
        elsewhere={name: tuple(file.path for file in holders) for name, holders in other.holders.items() if holders},
        is_everywhere=bool(question.old_names) and not (found.unsearched or other.unsearched or crowded),
    )


def _look_elsewhere(
    repository: Repository, tree: Sequence[TreeFile], question: Question, limits: SearchLimits, until: float
) -> _Found:
    if not question.old_names:
        return _Found({})
    apart = question.endings | WITHOUT_TEXT
    texts = [file for file in tree if file.ending not in apart]
    return _look(repository, nearest_first(texts, question.near), question.old_names, limits, until)


def _look(
    repository: Repository, files: Sequence[TreeFile], names: Sequence[str], limits: SearchLimits, until: float
) -> _Found:
    """Look for names in files, the first of them up to the limits."""
    found = _Found({name: [] for name in names})
    chosen = files[: limits.files]
    if len(files) > len(chosen):
        found.unsearched.append(f"{counted_files(len(files) - len(chosen))} of {len(files):,}: {TOO_MANY}")
    if not names or not chosen:
        return found
    if repository.remote is not None:
        fetch_objects(repository, missing_objects(repository, [file.blob for file in chosen]))
    words = {name: words_of(name.encode("utf-8", "surrogateescape")) for name in names}
    left = limits.total
    for batch in _batches(chosen):
        if monotonic() > until:
            found.unsearched.append(f"{counted_files(len(chosen) - found.searched)}: {TOO_LONG}")
            break
        left -= _look_in(repository, batch, words, found, BlobLimits(limits.each, left))
    return found


def _look_in(
    repository: Repository,
    batch: Sequence[TreeFile],
    words: dict[str, frozenset[bytes]],
    found: _Found,
    limits: BlobLimits,
) -> int:
    """Look for names in some files; return how many bytes were read."""
    blobs = read_blobs(repository, [file.blob for file in batch], limits)
    every = frozenset[bytes]().union(*words.values())
    held = {
        name: every & words_in(blob.content) if blob.content else frozenset[bytes]() for name, blob in blobs.items()
    }
    unread: list[str] = []
    for file in batch:
        blob = blobs[file.blob]
        if blob.unread is not None:
            unread.append(TOO_MUCH if blob.unread.startswith("the files before it") else blob.unread)
            continue
        found.searched += 1
        found.sizes[file.blob] = len(blob.content or b"")
        for name, parts in words.items() if held[file.blob] else ():
            if parts <= held[file.blob]:
                found.holders[name].append(file)
    found.unsearched += [f"{counted_files(unread.count(reason))}: {reason}" for reason in dict.fromkeys(unread)]
    return sum(len(blob.content or b"") for blob in blobs.values())


def _read(
    repository: Repository, found: _Found, near: Sequence[str], limits: SearchLimits
) -> tuple[tuple[FileSide, ...], dict[str, str]]:
    """Return the texts that hold names, rare names first, and for each name that has more what was not read."""
    chosen: dict[str, TreeFile] = {}
    left: dict[str, str] = {}
    room = limits.read_bytes
    for name, holders in sorted(found.holders.items(), key=lambda item: (len(item[1]), item[0])):
        unread = 0
        for place, file in enumerate(nearest_first(holders, near)):
            size = found.sizes[file.blob]
            if file.path in chosen:
                continue
            if place >= limits.for_each or len(chosen) >= limits.read_files or size > room:
                unread += 1
                continue
            chosen[file.path] = file
            room -= size
        if unread:
            left[name] = f"of {counted_files(len(holders))} with this word {unread:,} were not read"
    blobs = read_blobs(repository, [file.blob for file in chosen.values()], BlobLimits())
    files = [FileSide(file.path, file.mode, file.blob, blobs[file.blob].content) for file in chosen.values()]
    return tuple(sorted(files, key=lambda side: side.path)), left


def words_in(content: bytes) -> frozenset[bytes]:
    """Return the words of a text; beside a letter that is not ASCII a name may end, or go on."""
    words = frozenset(content.translate(_BLANKED).split())
    return words if content.isascii() else words.union(content.translate(_ASCII_ONLY).split())


def words_of(name: bytes) -> frozenset[bytes]:
    """Return the words that a text must hold to hold this name: `$total` and `total?` are found by their letters."""
    return frozenset(name.translate(_BLANKED).split())


def counted_files(number: int) -> str:
    """Return "1 file", "1,204 files"."""
    return f"{number:,} {'file' if number == 1 else 'files'}"


def _batches(files: Sequence[TreeFile]) -> Iterator[Sequence[TreeFile]]:
    rest = iter(files)
    while batch := list(islice(rest, _BATCH)):
        yield batch
