"""Checks of where a change is said to be: the component in front of its title, named files, "touches only …"."""

import re
from pathlib import PurePosixPath

from reviewer.intent.documents import is_document
from reviewer.intent.evidence import Evidence, Finding, anchors_of, counted_text, named
from reviewer.intent.statements import Statement
from reviewer.intent.words import UnitTerms, words_of
from reviewer.model.intent import Source, Verdict

_FILE = (
    r"(?:py|pyi|go|rs|[cm]?[jt]sx?|java|kts?|rb|php|[ch]|cc|cpp|hpp|cs|scala|swift|sh|sql|mdx?|rst|txt|adoc|json|ya?ml"
    r"|toml|lock|cfg|ini|html|css|scss|tf|proto|xml|gradle|ps1|psm1)"
)
_PATH = rf"(?:[\w.@-]+/)*[\w@-][\w.@-]*\.{_FILE}\b(?![\w/])|(?:[\w.@-]+/)+(?=`|\s|\.?$)"
_ONLY = re.compile(
    rf"\bonly (?:touch|change|modif|affect|update|edit)(?:es|s|ies|ed)? (?:files? (?:in|under) |the |code in )?`?"
    rf"(?P<path>{_PATH})`?(?=[\s.,;]|$)"
    rf"|\b(?:limited|confined|restricted) to `?(?P<within>{_PATH})`?(?=[\s.,;]|$)"
    rf"|^only (?:files in )?`?(?P<first>{_PATH})`? (?:is|are) (?:touched|changed|affected|modified)",
    re.IGNORECASE,
)
_DONE_TO = re.compile(
    rf"(?:^|,? and |[,;] |^completely )(?:updat|edit|chang|modif|fix|add|remov|delet|mov|creat|renam|improv|correct"
    rf"|clean|refactor|bump|get rid of|beef|optimi|reformat|reindent|revamp|consolidat|tweak|tidy|polish|adjust|migrat"
    rf"|restructur|convert|rewrit|sync|document|split|extend)\w{{0,4}}(?: up)?"
    rf" (?:[\w'-]+ ){{0,3}}?`?(?P<path>{_PATH})`?(?=[\s.,;:)]|$)"
    rf"|\b(?:in|to|from|of) `?(?P<inside>{_PATH})`?"
    rf"(?=[.,;:)]|$| (?:to|and|for|so|when|with|by|as|from|due|because)\b)|^`?(?P<alone>{_PATH})`?$",
    re.IGNORECASE,
)
_STARTS = re.compile(
    r"^(?:updat|edit|chang|modif|fix|add|remov|delet|mov|creat|renam|improv|correct|clean|refactor|migrat"
    r"|document|use|mak"
    r"|mention|get rid|disabl|enabl|includ|import|avoid|replac|simplif|rewrit|sync|bump|set|drop|port|convert|restor)",
    re.IGNORECASE,
)
_IS_CHANGED = re.compile(rf"^(?:update|edit|change|modify)s? `?(?:{_PATH})`?\.?$", re.IGNORECASE)
_SHORTEST = 3
"""Letters of a component whose absence is told: shorter ones abbreviate in too many ways."""

_ANY = frozenset(
    (
        "deps",
        "dep",
        "deps-dev",
        "dependencies",
        "release",
        "releases",
        "changelog",
        "ci",
        "build",
        "docs",
        "doc",
        "test",
        "tests",
        "chore",
        "misc",
        "api",
        "core",
        "lint",
        "typo",
        "typos",
        "security",
        "style",
        "types",
        "typing",
        "dev",
        "all",
        "ui",
        "ux",
        "perf",
        "infra",
        "i18n",
        "e2e",
        "revert",
        "fix",
        "feat",
        "feature",
        "refactor",
        "bug",
        "bugfix",
        "documentation",
        "typings",
        "comments",
        "formatting",
        "closes",
        "fixes",
        "issue",
        "resolves",
        "website",
        "example",
        "examples",
        "config",
        "types",
        "package",
        "project",
        "note",
        "wip",
        "hotfix",
        "cleanup",
        "refs",
        "internal",
        "meta",
        "tools",
        "tooling",
        "scripts",
        "github",
        "actions",
    )
)
"""Components that stand for a sort of work, and leave their name on no line."""


def check_only_paths(statement: Statement, evidence: Evidence) -> Finding | None:
    """Decide "touches only PATH": contradicted by code elsewhere, unsupported where tests or documents are."""
    found = _ONLY.search(statement.text)
    if not found or not evidence.units:
        return None
    path = next(group for group in found.groups() if group)
    outside = [terms.unit for terms in evidence.terms if not terms.is_at(path) and not _is_under(terms, path)]
    if not outside:
        return Finding(Verdict.VERIFIED, f"every unit is in `{path[:80]}`", anchors_of(evidence.units))
    acting = [unit for unit in outside if unit.exempt is None and not unit.is_test and not is_document(unit)]
    text = f"{counted_text(acting or outside, 'stand elsewhere')}: {named(acting or outside)}"
    return Finding(Verdict.CONTRADICTED if acting else Verdict.UNSUPPORTED, text, anchors_of(acting or outside))


def check_named_path(statement: Statement, evidence: Evidence) -> Finding | None:
    """Decide whether the file that a statement says is changed is: unsupported where the diff never shows its name."""
    found = _DONE_TO.search(statement.text)
    path = next((group for group in found.groups() if group), "") if found else ""
    if found and found["inside"] and not _is_of_the_change(statement.text, found):
        return None
    if not path or not evidence.units:
        return None
    there = [terms.unit for terms in evidence.terms if terms.is_at(path) or _is_under(terms, path)]
    if there:
        is_all = _IS_CHANGED.match(statement.text) is not None
        return Finding(Verdict.VERIFIED, f"`{path[:80]}` is changed", anchors_of(there)) if is_all else None
    return _absent(path, statement, evidence)


def _is_of_the_change(text: str, found: re.Match[str]) -> bool:
    """Return whether "in PATH" says where the change is, and not where something went wrong."""
    ends = not text[found.end() :].strip(" .`")
    return bool(_STARTS.match(text)) or (
        ends and not re.search(r"fail|crash|error|broke|flak|race|panic", text, re.IGNORECASE)
    )


def _absent(path: str, statement: Statement, evidence: Evidence) -> Finding | None:
    stem = PurePosixPath(path).name.partition(".")[0].lower()
    if statement.is_partial or not evidence.is_all_read or not stem or stem in evidence.shown:
        return None
    return Finding(Verdict.UNSUPPORTED, f"`{path[:80]}` is not changed, nor named on a changed line")


def check_component(statement: Statement, evidence: Evidence) -> Finding | None:
    """Doubt the component in front of a title where neither a path nor a changed line carries its name.

    An abbreviation counts ("rt" for "runtime"), and so does a word on any changed line.
    """
    scope = _scope(statement)
    if not scope or not evidence.units:
        return None
    is_vague = len(scope) < _SHORTEST or _is_version(scope) or statement.kind_of_all in {"docs", "doc"}
    if re.fullmatch(_PATH, scope):
        is_there = any(terms.is_at(scope) or _is_under(terms, scope) for terms in evidence.terms)
        return None if is_there else _absent(scope, statement, evidence)
    if is_vague or not evidence.is_all_read:
        return None
    parts = [part for part in re.split(r"[^a-z0-9]+", scope.lower()) if len(part) >= 2]
    if " " in scope or not parts or parts[0] in _ANY or any(_is_shown(part, evidence) for part in parts):
        return None
    return Finding(Verdict.UNSUPPORTED, f"nothing in this change carries the name `{scope[:60]}`")


def _scope(statement: Statement) -> str:
    if statement.quote.source is not Source.TITLE:
        return ""
    return statement.scope.split(",")[0].strip()


def _is_version(scope: str) -> bool:
    return bool(re.match(r"v?\d", scope))


def _is_shown(part: str, evidence: Evidence) -> bool:
    stems = words_of(part) or {part.rstrip("s")}
    return any(stem in evidence.shown for stem in stems) or any(
        _abbreviates(part, word) for word in evidence.path_words
    )


def _abbreviates(short: str, word: str) -> bool:
    """Return whether the letters of one stand in another in their order, the first at its beginning."""
    if not word.startswith(short[0]) or len(short) >= len(word) or len(short) > 4:
        return False
    letters = iter(word)
    return all(letter in letters for letter in short)


def _is_under(terms: UnitTerms, path: str) -> bool:
    """Return whether a path that a person wrote without a slash at its end is a folder around the unit."""
    return terms.is_at(path if path.endswith("/") else f"{path}/")
