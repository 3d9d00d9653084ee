"""A repository on disk: revisions, ancestry and single files of it. Nothing of it is executed or checked out."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reviewer.errors import TellOperator
from reviewer.git.command import Call, Git, Output
from reviewer.git.environment import Config, Remote
from reviewer.git.trouble import Damaged, explain
from reviewer.model.ids import Sha

EMPTY_TREE = Sha("4b825dc642cb6eb9a060e54bf8d69288fbee4904")
"""The tree without files, which git knows without storing it."""


@dataclass(frozen=True, slots=True)
class Repository:
    """A git directory and the program that reads it. `remote` is where a partial clone finds the rest."""

    git: Git
    directory: Path
    remote: Remote | None = None

    def run(self, *arguments: str, stdin: bytes = b"", expected: frozenset[int] = frozenset()) -> Output:
        """Run one reading command, which can reach no network."""
        return self.git.run(Call(arguments, self.directory, stdin, expected=expected))

    def run_online(self, *arguments: str, stdin: bytes = b"", config: Config = ()) -> Output:
        """Run one command that may reach the remote, with its token."""
        if self.remote is None:
            raise ValueError(f"{self.directory} has no remote to reach")
        return self.git.run(Call(arguments, self.directory, stdin, remote=self.remote, config=config))

    def resolve(self, revision: str) -> Sha:
        """Return the commit that a revision names; TellOperator when there is none."""
        found = self.find(revision)
        if found is None:
            raise TellOperator(f"{self.directory} has no commit {revision!r}: check the name, or fetch it first.")
        return found

    def find(self, revision: str) -> Sha | None:
        """Return the commit that a revision names, None when there is none."""
        asked = ("rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}")
        output = self.run(*asked, expected=frozenset({1, 128}))
        if output.code != 0 and isinstance(trouble := explain("rev-parse", output.stderr), Damaged):
            raise trouble
        return Sha(output.stdout.decode().strip()) if output.code == 0 else None

    def find_symbolic(self, name: str) -> str | None:
        """Return the full name of the ref that a symbolic ref points at ("HEAD" → "refs/heads/main")."""
        output = self.run("symbolic-ref", "--quiet", name, expected=frozenset({1, 128}))
        return output.stdout.decode(errors="surrogateescape").strip() if output.code == 0 else None

    def merge_base(self, base: Sha, head: Sha) -> Sha | None:
        """Return the best common ancestor, None where the two share no history."""
        output = self.run("merge-base", base, head, expected=frozenset({1}))
        return Sha(output.stdout.decode().split()[0]) if output.code == 0 else None

    def is_shallow(self) -> bool:
        """Return whether history was cut off when this repository was cloned."""
        return self.run("rev-parse", "--is-shallow-repository").stdout.strip() == b"true"

    def list_files(self, tree: Sha, paths: Sequence[str]) -> dict[str, Sha]:
        """Return the blobs of those of these paths that are regular files of a tree."""
        found: dict[str, Sha] = {}
        for start in range(0, len(paths), 500):
            output = self.run("ls-tree", "-z", "--full-tree", tree, "--", *paths[start : start + 500])
            for entry in output.stdout.split(b"\0")[:-1]:
                attributes, path = entry.split(b"\t", 1)
                mode, _, blob = attributes.split(b" ")
                if mode.startswith(b"100"):
                    found[decode_path(path)] = Sha(blob.decode())
        return found


def decode_path(path: bytes) -> str:
    """Return a path as text; bytes that are not UTF-8 become surrogate escapes."""
    return path.decode("utf-8", "surrogateescape")


def open_repository(path: Path, git: Git) -> Repository:
    """Return the repository that a path lies in, as git itself would find it; TellOperator when there is none."""
    if not path.is_dir():
        raise TellOperator(f"{path} is not a directory: give the path of a git repository.")
    output = git.run(Call(("rev-parse", "--absolute-git-dir"), place=path))
    return Repository(git, Path(output.stdout.decode(errors="surrogateescape").rstrip("\n")))
