"""Running git: one function, bounded in time and in output, with nothing inherited from this process."""

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from selectors import EVENT_READ, DefaultSelector
from tempfile import TemporaryFile
from time import monotonic
from typing import IO

from reviewer.errors import TellAuthor, TellOperator, TryAgain
from reviewer.git.environment import Config, Remote, build_environment
from reviewer.git.trouble import explain

OUTPUT_LIMIT = 512 * 1024 * 1024
"""Bytes that one command may write before it is stopped."""

MEMORY_LIMIT = 2 * 1024 * 1024 * 1024
"""Bytes of memory of its own that a command may take which reads what is on disk: a few kilobytes of trees in each
other can stand for thousands of millions of files, all of which git lists before it writes the first."""

READ_SECONDS = 120
"""Time limit of a command that reads what is on disk."""

FETCH_SECONDS = 900
"""Time limit of a command that talks to the code host: the first fetch of a large repository takes minutes."""

_CHUNK = 1024 * 1024
_COMPLAINT_LIMIT = 16 * 1024


class TooSlow(TryAgain):
    """A command was stopped at its time limit: whoever asked may know a cheaper question."""


@dataclass(frozen=True, slots=True)
class Output:
    """What a command wrote. `code` is 0, or one of the codes that the caller said it expects."""

    code: int
    stdout: bytes
    stderr: str


@dataclass(frozen=True, slots=True)
class Call:
    """One command: its arguments after `git`, the git directory, standard input, and what it may do.

    `remote` allows it to talk to that host; `expected` are exit codes besides 0 that are answers and not failures;
    `index` is an index file of our own, in a folder that then is the work tree; `place` is the working directory of a
    command that looks for a repository; `config` are settings for this command.
    """

    arguments: Sequence[str]
    directory: Path | None = None
    stdin: bytes = b""
    remote: Remote | None = None
    expected: frozenset[int] = frozenset()
    index: Path | None = None
    place: Path | None = None
    config: Config = ()


@dataclass(frozen=True, slots=True)
class Git:
    """The git program.

    `search_path` is where it finds its own parts; `seconds` and `fetch_seconds` are the limits of one command, without
    and with the network.
    """

    program: str
    search_path: str = os.defpath
    seconds: float = READ_SECONDS
    fetch_seconds: float = FETCH_SECONDS
    output_limit: int = OUTPUT_LIMIT
    memory_limit: int = MEMORY_LIMIT

    def run(self, call: Call) -> Output:
        """Run one command to its end.

        Raises TooSlow when it takes too long, TryAgain when the code host is busy, Gone when the host no longer has
        what we asked for, Damaged for a broken repository, TellAuthor for too much output, TellOperator for the rest.
        """
        with TemporaryFile() as stdin, TemporaryFile() as stderr:
            stdin.write(call.stdin)
            stdin.seek(0)
            code, stdout = self._run(call, stdin, stderr)
            stderr.seek(0)
            complaint = stderr.read(_COMPLAINT_LIMIT).decode(errors="replace")
        if code == 0 or code in call.expected:
            return Output(code, stdout, complaint)
        raise explain(call.arguments[0], complaint)

    def _run(self, call: Call, stdin: IO[bytes], stderr: IO[bytes]) -> tuple[int, bytes]:
        environment = build_environment(self.search_path, call.directory, call.remote, call.config)
        if call.index is not None:
            environment |= {"GIT_INDEX_FILE": str(call.index), "GIT_WORK_TREE": str(call.index.parent)}
        limit = self.fetch_seconds if call.remote else self.seconds
        end = monotonic() + limit
        # In our own process group: a worker that ends an attempt kills its group, and so git and git's helpers with it.
        with subprocess.Popen(  # noqa: S603 - an argument list without a shell, in an environment of our own
            [self.program, "--no-pager", *call.arguments],
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=stderr,
            env=environment,
            cwd=call.place or call.directory,
        ) as process:
            if call.remote is None:
                self._limit_memory(process)
            try:
                stdout = self._read(process, call.arguments[0], end)
                process.wait(max(0.0, end - monotonic()))
            except (TimeoutError, subprocess.TimeoutExpired):
                message = f"`git {call.arguments[0]}` took longer than {limit:g} seconds and was stopped."
                raise TooSlow(message) from None
            finally:
                process.kill()
        return process.returncode, stdout

    def _limit_memory(self, process: subprocess.Popen[bytes]) -> None:
        """Keep a command from taking the whole machine's memory; mapped packs do not count. Linux only."""
        if sys.platform == "linux":
            # It may have ended already, and a sandbox may forbid this: then its own limits hold.
            with suppress(ProcessLookupError, PermissionError):
                _, most = resource.prlimit(process.pid, resource.RLIMIT_DATA)
                limit = self.memory_limit if most == resource.RLIM_INFINITY else min(self.memory_limit, most)
                resource.prlimit(process.pid, resource.RLIMIT_DATA, (limit, most))

    def _read(self, process: subprocess.Popen[bytes], command: str, end: float) -> bytes:
        """Read standard output until it is closed; TimeoutError at the moment `end`."""
        assert process.stdout is not None  # noqa: S101 - a pipe was asked for; told to the type checker
        read = bytearray()
        with DefaultSelector() as selector:
            selector.register(process.stdout, EVENT_READ)
            while selector.select(max(0.0, end - monotonic())):
                chunk = os.read(process.stdout.fileno(), _CHUNK)
                if not chunk:
                    return bytes(read)
                read += chunk
                if len(read) > self.output_limit:
                    raise TellAuthor(
                        f"`git {command}` wrote more than {self.output_limit:,} bytes and was stopped: "
                        "this change is too large to be read as one pull; split it."
                    )
        raise TimeoutError


def find_git(search_path: str = os.defpath) -> Git:
    """Return the git program of a search path (as in PATH); TellOperator when there is none."""
    program = shutil.which("git", path=search_path)
    if program is None:
        raise TellOperator(f"git was not found in {search_path}: install git 2.34 or newer.")
    return Git(program, search_path)
