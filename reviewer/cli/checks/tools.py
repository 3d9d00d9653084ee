"""git and the grammars: what a review is made with."""

import re
from importlib.metadata import distributions

from reviewer.cli.checks.finding import Finding, fail, ok, some
from reviewer.cli.checks.ground import Ground
from reviewer.diff.entities import grammar_of
from reviewer.diff.languages import BY_SUFFIX
from reviewer.diff.languages.language import Language
from reviewer.git.command import Call, find_git
from reviewer.settings import search_path

OLDEST_GIT = (2, 34)

LINE = b"x\n"
"""Something that every grammar makes a tree of."""


def check_git(_ground: Ground) -> Finding:
    """Look at whether git is there and new enough."""
    git = find_git(search_path())
    said = git.run(Call(["version"])).stdout.decode("utf-8", "replace").strip()
    numbers = re.search(r"(\d+)\.(\d+)", said)
    found = f"{said.removeprefix('git version ')} at {git.program}"
    if numbers is None or tuple(map(int, numbers.groups())) < OLDEST_GIT:
        return fail(found, f"Install git {OLDEST_GIT[0]}.{OLDEST_GIT[1]} or newer.")
    return ok(found)


def check_grammars(_ground: Ground) -> Finding:
    """Look at whether every grammar loads and parses a line."""
    languages = {language.name: language for language in BY_SUFFIX.values()}
    broken = [f"{name} ({why})" for name, each in sorted(languages.items()) if (why := _why_broken(each))]
    if broken:
        return fail(
            f"{len(broken)} of {len(languages)} do not work: {some(broken)}",
            "Install the pinned versions again: `pip install --require-hashes -r requirements.lock`.",
        )
    return ok(f"{len(languages)} languages parse · {', '.join(_versions())}")


def _why_broken(language: Language) -> str | None:
    try:
        tree = grammar_of(language).parser.parse(LINE)
    except Exception as error:  # noqa: BLE001 - a grammar is somebody else's: whatever it raises is the finding
        return type(error).__name__
    return None if tree.root_node.end_byte == len(LINE) else "no tree"


def _versions() -> list[str]:
    found = {each.name: each.version for each in distributions() if each.name.startswith("tree-sitter")}
    return [f"{name.removeprefix('tree-sitter-')} {version}" for name, version in sorted(found.items())]
