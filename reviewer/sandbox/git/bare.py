"""Bare repositories: made, filled, and asked for branches, commits and files."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from reviewer.sandbox.git.run import GitFailed, git, git_bytes

# What GitHub allows its clients: partial clones, and any object by its id.
_SERVING = """\
[http]
\treceivepack = true
[uploadpack]
\tallowFilter = true
\tallowAnySHA1InWant = true
[receive]
\tdenyDeleteCurrent = ignore
[gc]
\tauto = 0
"""


@dataclass(frozen=True, slots=True)
class Person:
    """An author or committer as git knows them; `date` is ISO 8601."""

    name: str
    email: str
    date: str


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit as git shows it."""

    sha: str
    tree: str
    parents: tuple[str, ...]
    author: Person
    committer: Person
    message: str


def make_bare(git_dir: Path, default_branch: str) -> None:
    """Make an empty bare repository that serves as GitHub does."""
    git_dir.mkdir(parents=True)
    git(git_dir, "init", "--quiet", "--bare", "--template=", f"--initial-branch={default_branch}", ".")
    with (git_dir / "config").open("a") as config:
        config.write(_SERVING)


def bring(git_dir: Path, source: Path, *refspecs: str) -> None:
    """Fetch refs of another repository on this disk into this one."""
    git(
        git_dir,
        "fetch",
        "--quiet",
        "--no-tags",
        "--no-write-fetch-head",
        "--update-shallow",
        str(source.absolute()),
        *refspecs,
    )


def borrow(git_dir: Path, source: Path) -> None:
    """Read the objects of another repository on this disk in place from now on, so that bringing refs copies nothing.

    See "alternates" on https://git-scm.com/docs/gitrepository-layout: the other repository must stay where it is.
    """
    objects = (source / git(source, "rev-parse", "--git-path", "objects")).resolve()
    with (git_dir / "objects" / "info" / "alternates").open("a") as alternates:
        alternates.write(f"{objects}\n")


def branches(git_dir: Path) -> dict[str, str]:
    """Return every branch and its sha, by name."""
    lines = git(git_dir, "for-each-ref", "--format=%(objectname) %(refname)", "refs/heads").splitlines()
    pairs = [line.split(" ", 1) for line in lines]
    return {name.removeprefix("refs/heads/"): sha for sha, name in pairs}


def commit_sha(git_dir: Path, revision: str) -> str | None:
    """Return the full sha of a revision, or None when it is not a commit here."""
    try:
        return git(git_dir, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    except GitFailed:
        return None


def set_ref(git_dir: Path, ref: str, sha: str) -> None:
    """Point a ref at a commit that is already here."""
    git(git_dir, "update-ref", ref, sha)


def is_ancestor(git_dir: Path, old: str, new: str) -> bool:
    """Return whether `new` can be reached from `old` by going forward, so that a push of it is not forced."""
    try:
        git(git_dir, "merge-base", "--is-ancestor", old, new)
    except GitFailed:
        return False
    return True


@lru_cache(maxsize=256)
def merge_base(git_dir: Path, base: str, head: str) -> str:
    """Return the commit a pull request is compared from; the base itself where histories share nothing.

    Both are full shas, so the answer never changes.
    """
    try:
        return git(git_dir, "merge-base", base, head)
    except GitFailed:
        return base


# One field a line, and the message last: it may hold anything but NUL.
_FORMAT = "%H%n%T%n%P%n%an%n%ae%n%aI%n%cn%n%ce%n%cI%n%B"


@lru_cache(maxsize=256)
def commits(git_dir: Path, base: str, head: str, *, most: int = 250) -> tuple[Commit, ...]:
    """Return the commits that `head` has and `base` has not, both full shas, oldest first.

    GitHub lists 250 of a pull request at most: https://docs.github.com/en/rest/pulls/pulls#list-commits-on-a-pull-request
    """
    out = git(git_dir, "log", "-z", "--topo-order", "--reverse", f"--format={_FORMAT}", f"{base}..{head}", "--")
    return tuple(_commit(record) for record in out.split("\0") if record)[:most]


def read_commit(git_dir: Path, sha: str) -> Commit:
    """Return one commit; raises GitFailed when it is not here."""
    return _commit(git(git_dir, "log", "-1", f"--format={_FORMAT}", sha, "--"))


def _commit(record: str) -> Commit:
    sha, tree, parents, an, ae, ad, cn, ce, cd, message = record.split("\n", 9)
    return Commit(
        sha=sha,
        tree=tree,
        parents=tuple(parents.split()),
        author=Person(an, ae, ad),
        committer=Person(cn, ce, cd),
        message=message.rstrip("\n"),
    )


def read_blob(git_dir: Path, revision: str, path: str) -> tuple[str, bytes] | None:
    """Return the id and the bytes of a file at a revision; None when no file is there."""
    try:
        blob = git(git_dir, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}:{path}")
        return blob, git_bytes(git_dir, "cat-file", "blob", blob)
    except GitFailed:
        return None
