"""The key `queue` of the policy file: how urgent which labels are, how soon that wants reading, and when people work.

queue:
  classes:                # labels that make a pull urgent, or not; those of a class that is named replace ours
    hotfix: [hotfix, incident, urgent]
    blocking: [blocking, blocker]
    chore: [chore, dependencies]
  sla:                    # business hours within which a pull of the class should be read
    hotfix: 2
    blocking: 8
    normal: 16
    chore: 40
  hours: "09:00-17:00"    # when people review, and on which days, on the clock of this zone
  days: [mon, tue, wed, thu, fri]
  zone: UTC               # a name like Europe/Berlin
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from reviewer.model.policy import PolicyProblem
from reviewer.model.queue import BusinessHours, PullClass, QueueRules
from reviewer.policy.nodes import Misfit, Reader, line_of, read_mapping

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)")
_LONGEST_SLA = 1000.0
_MOST_LABELS = 50
_SHORTEST_DAY = 60
"""Minutes: who has less time than an hour a day to review never meets an SLA."""


def read_queue(node: yaml.Node) -> tuple[QueueRules, Sequence[PolicyProblem]]:
    """Return what a repository wishes of its queue, and every mistake; what is wrong keeps its default."""
    if not isinstance(node, yaml.MappingNode):
        message = f"`queue` takes a mapping of keys ({', '.join(_READERS)})."
        return QueueRules(), (PolicyProblem(line_of(node), message),)
    values: dict[str, Any] = {}
    problems = [*read_mapping(node, _READERS, values, "queue.")]
    start, end = values.get("hours", (BusinessHours().start, BusinessHours().end))
    hours = replace(
        BusinessHours(start=start, end=end), **{name: values[name] for name in ("days", "zone") if name in values}
    )
    rules = QueueRules(hours=hours)
    return replace(rules, **{field: values[name] for name, field in _FIELDS if name in values}), problems


_FIELDS = (("classes", "labels"), ("sla", "slas"))


def _classes(node: yaml.Node) -> dict[str, PullClass]:
    urgent = {each.value: each for each in PullClass if each is not PullClass.NORMAL}
    given = _whole(node, dict.fromkeys(urgent, _labels))
    kept = {label: each for label, each in QueueRules().labels.items() if each.value not in given}
    named = [(label, urgent[name]) for name, labels in given.items() for label in labels]
    twice = sorted({label for label, _ in named if sum(label == other for other, _ in named) > 1})
    if twice:
        raise Misfit(f"gives the label {twice[0]!r} to two classes.")
    return kept | dict(named)


def _labels(node: yaml.Node) -> tuple[str, ...]:
    items = node.value if isinstance(node, yaml.SequenceNode) else [None]
    texts = [item.value for item in items if isinstance(item, yaml.ScalarNode) and item.tag.endswith(":str")]
    if len(texts) != len(items) or not all(texts) or len(texts) > _MOST_LABELS:
        raise Misfit(f'takes a list of at most {_MOST_LABELS} labels, such as ["hotfix"].')
    return tuple(dict.fromkeys(text.casefold() for text in texts))


def _slas(node: yaml.Node) -> dict[PullClass, float]:
    given = _whole(node, dict.fromkeys((each.value for each in PullClass), _hours))
    slas = QueueRules().slas | {PullClass(name): hours for name, hours in given.items()}
    for one, other in pairwise(PullClass):
        if slas[one] > slas[other]:
            raise Misfit(f"has to rise: {one} ({slas[one]:g}) may not take longer than {other} ({slas[other]:g}).")
    return slas


def _hours(node: yaml.Node) -> float:
    is_number = isinstance(node, yaml.ScalarNode) and node.tag.endswith((":int", ":float"))
    try:
        hours = float(node.value) if is_number else 0.0
    except ValueError:
        hours = 0.0
    if not 0 < hours <= _LONGEST_SLA:
        raise Misfit(f"takes business hours: a number above 0, at most {_LONGEST_SLA:g}.")
    return hours


def _span(node: yaml.Node) -> tuple[int, int]:
    found = _SPAN.fullmatch(str(node.value)) if isinstance(node, yaml.ScalarNode) else None
    start, end = (int(found[1]) * 60 + int(found[2]), int(found[3]) * 60 + int(found[4])) if found else (0, 0)
    if not start + _SHORTEST_DAY <= end <= 1440:
        raise Misfit('takes a span of at least an hour within a day, such as "09:00-17:00".')
    return start, end


def _days(node: yaml.Node) -> tuple[int, ...]:
    items = node.value if isinstance(node, yaml.SequenceNode) else [None]
    names = [str(item.value).lower() for item in items if isinstance(item, yaml.ScalarNode)]
    if not names or len(names) != len(items) or not set(names) <= set(_DAYS):
        raise Misfit(f"takes a list of days: {', '.join(_DAYS)}.")
    return tuple(sorted({_DAYS.index(name) for name in names}))


def _zone(node: yaml.Node) -> str:
    name = str(node.value) if isinstance(node, yaml.ScalarNode) and node.tag.endswith(":str") else ""
    if name == "UTC":
        return name
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise Misfit("takes the name of a time zone, such as UTC or Europe/Berlin.") from None
    return name


def _whole(node: yaml.Node, readers: dict[str, Reader]) -> dict[str, Any]:
    """Return a mapping's values; the first mistake in it is the mistake of the whole."""
    if not isinstance(node, yaml.MappingNode):
        raise Misfit(f"takes a mapping of keys ({', '.join(readers)}).")
    values: dict[str, Any] = {}
    for problem in read_mapping(node, readers, values):
        raise Misfit(f"cannot be read: {problem.message}", problem.line)
    return values


_READERS: dict[str, Reader] = {"classes": _classes, "sla": _slas, "hours": _span, "days": _days, "zone": _zone}
