"""Bringing the blobs that a partial clone promised, in one request: git on its own would ask for them one by one."""

from collections.abc import Iterable

from reviewer.git.attributes import attribute_files
from reviewer.git.diff import wanted_blobs
from reviewer.git.raw import RawEntry, parse_raw
from reviewer.git.repository import Repository
from reviewer.model.ids import Sha

QUIET_FETCH = (
    "fetch",
    "--quiet",
    "--no-tags",
    "--no-write-fetch-head",
    "--no-auto-maintenance",
    "--recurse-submodules=no",
)

# As in git's own lazy fetch: the objects are named and nothing else is wanted, so there is nothing to negotiate.
_NO_NEGOTIATION = (("fetch.negotiationAlgorithm", "noop"),)


def bring_blobs(repository: Repository, before: Sha, after: Sha, trusted: Sha, extra_paths: Iterable[str]) -> None:
    """Fetch both sides of every changed file, and the trusted tree's attributes and extra files.

    Trees are there, so listing the changes needs no blob; looking for renames would, and comes later.
    """
    entries, _ = parse_raw(repository.run("diff-tree", "-r", "-z", "--raw", "--no-renames", before, after).stdout)
    paths = {*attribute_files(_paths(entries)), *extra_paths}
    blobs = {*wanted_blobs(entries), *repository.list_files(trusted, sorted(paths)).values()}
    fetch_objects(repository, blobs)


def fetch_objects(repository: Repository, objects: Iterable[Sha]) -> None:
    """Fetch objects by name, with one request to the remote; nothing is asked for when there are none."""
    names = sorted(set(objects))
    if names:
        listed = "".join(f"{name}\n" for name in names).encode()
        arguments = (*QUIET_FETCH, "--filter=blob:none", "--stdin", "origin")
        repository.run_online(*arguments, stdin=listed, config=_NO_NEGOTIATION)


def missing_objects(repository: Repository, objects: Iterable[Sha]) -> list[Sha]:
    """Return those of some objects that this clone lacks, each once."""
    names = list(dict.fromkeys(objects))
    if not names:
        return []
    listed = "".join(f"{name}\n" for name in names).encode()
    answers = repository.run("cat-file", "--batch-check=%(objecttype)", stdin=listed).stdout.splitlines()
    return [name for name, answer in zip(names, answers, strict=True) if answer.endswith(b" missing")]


def _paths(entries: Iterable[RawEntry]) -> list[str]:
    return [side.path for entry in entries for side in (entry.before, entry.after) if side]
