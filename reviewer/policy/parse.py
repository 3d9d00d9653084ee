"""The policy file, `.github/reviewer.yml` on the default branch. Strict: what is not understood is told, never guessed.

Every key may be left out:

    version: 1                # the form of this file
    mode: advisory            # or gate: the check blocks until people have validated what needs eyes
    generated:                # paths that nobody writes, gitignore style; exempt from reading
      - "api/generated/**"
    mute: false               # true: publish nothing on this repository
    review_drafts: false      # true: review drafts as well
    queue:                    # classes, SLAs and business hours of the queue: see reviewer/policy/queue.py
      sla: {hotfix: 2, blocking: 8, normal: 16, chore: 40}
"""

from collections.abc import Callable, Iterator
from typing import Any, Final

import yaml

from reviewer.model.policy import Mode, Policy, PolicyProblem
from reviewer.policy.nodes import Misfit, line_of, unknown
from reviewer.policy.queue import read_queue

LONGEST: Final = 65_536
"""Characters that a policy file may have."""

_DEEPEST = 8
"""Levels that a policy file may nest; the form needs four."""


def parse_policy(text: str | None) -> Policy:
    """Return the policy that a file asks for; every mistake is a problem with its line, and the key keeps its default.

    Never raises. None, or a file without keys, is the default policy.
    """
    if text is None:
        return Policy()
    if len(text) > LONGEST:
        return _refused(1, f"The policy file has {len(text):,} characters; the longest we read has {LONGEST:,}.")
    try:
        problem = _unsafe(text)
        root = None if problem else yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, ValueError) as error:
        return _refused(_line_of_error(error), f"This is not YAML: {_first_words(error)}.")
    if problem:
        return Policy(problems=(problem,))
    return Policy() if root is None else _read(root)


def _unsafe(text: str) -> PolicyProblem | None:
    """Return what we refuse before building anything: aliases, deep nesting, more than one document."""
    depth = documents = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        line = int(event.start_mark.line) + 1 if event.start_mark else 1
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        documents += isinstance(event, yaml.DocumentStartEvent)
        if isinstance(event, yaml.AliasEvent):
            return PolicyProblem(line, "Aliases (*name) are not read here: write the value out.")
        if depth > _DEEPEST:
            return PolicyProblem(line, f"This nests more than {_DEEPEST} levels deep; the policy file needs four.")
        if documents > 1:
            return PolicyProblem(line, "A second document begins here; keep the policy in one.")
    return None


def _read(root: yaml.Node) -> Policy:
    if isinstance(root, yaml.ScalarNode) and root.tag.endswith(":null"):
        return Policy()
    if not isinstance(root, yaml.MappingNode):
        return _refused(line_of(root), f"The policy file must be a mapping of keys ({', '.join(_KEYS)}).")
    values: dict[str, Any] = {}
    problems = tuple(_problems(root, values))
    values.pop("version", None)
    return Policy(**values, problems=problems)


def _problems(root: yaml.MappingNode, values: dict[str, Any]) -> Iterator[PolicyProblem]:
    """Yield what is wrong; fill `values` with what is right."""
    done: set[str] = set()
    for key, value in root.value:
        name = str(key.value) if isinstance(key, yaml.ScalarNode) else "?"
        if name not in _KEYS:
            yield PolicyProblem(line_of(key), unknown(name, _KEYS))
        elif name in done:
            yield PolicyProblem(line_of(key), f"`{name}` is given twice; the first one counts.")
        else:
            done.add(name)
            yield from _fill(name, value, values)


def _fill(name: str, node: yaml.Node, values: dict[str, Any]) -> Iterator[PolicyProblem]:
    field, read = _KEYS[name]
    if name == "queue":
        values[field], problems = read_queue(node)
        yield from problems
        return
    try:
        values[field] = read(node)
    except Misfit as misfit:
        yield PolicyProblem(line_of(node), f"`{name}` {misfit}")


def _boolean(node: yaml.Node) -> bool:
    if isinstance(node, yaml.ScalarNode) and node.tag.endswith(":bool"):
        return str(node.value).lower() in {"true", "yes", "on"}
    raise Misfit("takes true or false.")


def _mode(node: yaml.Node) -> Mode:
    if isinstance(node, yaml.ScalarNode) and node.value in set(Mode):
        return Mode(node.value)
    raise Misfit("takes advisory or gate.")


def _version(node: yaml.Node) -> int:
    if isinstance(node, yaml.ScalarNode) and node.value == "1":
        return 1
    raise Misfit("takes 1, the only form there is.")


def _patterns(node: yaml.Node) -> tuple[str, ...]:
    items = node.value if isinstance(node, yaml.SequenceNode) else [None]
    texts = [item.value for item in items if isinstance(item, yaml.ScalarNode) and item.tag.endswith(":str")]
    if len(texts) == len(items) and all(texts):
        return tuple(texts)
    raise Misfit('takes a list of path patterns, such as ["api/generated/**"].')


_KEYS: dict[str, tuple[str, Callable[[yaml.Node], Any]]] = {
    "version": ("version", _version),
    "mode": ("mode", _mode),
    "generated": ("generated", _patterns),
    "mute": ("is_muted", _boolean),
    "review_drafts": ("review_drafts", _boolean),
    "queue": ("queue", read_queue),
}


def _refused(line: int, message: str) -> Policy:
    return Policy(problems=(PolicyProblem(line, message),))


def _line_of_error(error: Exception) -> int:
    mark = error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None
    return int(mark.line) + 1 if mark else 1


def _first_words(error: Exception) -> str:
    told = error.problem if isinstance(error, yaml.MarkedYAMLError) else str(error)
    return (told or "it cannot be read").splitlines()[0][:200]
