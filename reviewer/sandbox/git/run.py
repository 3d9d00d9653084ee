"""Running git on a bare repository of the sandbox."""

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path


class GitFailed(RuntimeError):
    """Git refused; the message is what it said."""


@cache
def git_program() -> str:
    """Return where git is installed; raises GitFailed when it is not."""
    program = shutil.which("git")
    if program is None:
        raise GitFailed("git is not installed: the sandbox serves real git repositories and needs it")
    return program


def plain_environment(home: Path) -> dict[str, str]:
    """Return an environment in which git reads nobody's configuration and asks nobody anything."""
    return {
        "PATH": os.defpath,
        "HOME": str(home),
        "LC_ALL": "C.UTF-8",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": str(Path(__file__).with_name("gitconfig")),
        "GIT_TERMINAL_PROMPT": "0",
    }


def git_bytes(git_dir: Path, *arguments: str) -> bytes:
    """Return what git prints, as bytes; raises GitFailed with its complaint."""
    done = subprocess.run(  # noqa: S603 -- an argument list without a shell, and git is found by its full path
        [git_program(), *arguments], cwd=git_dir, env=plain_environment(git_dir), capture_output=True, check=False
    )
    if done.returncode != 0:
        message = f"git {' '.join(arguments)} in {git_dir}: {done.stderr.decode(errors='replace').strip()}"
        raise GitFailed(message)
    return done.stdout


def git(git_dir: Path, *arguments: str) -> str:
    """Return what git prints, as text without the last line end; raises GitFailed with its complaint."""
    return git_bytes(git_dir, *arguments).decode(errors="replace").rstrip("\n")
