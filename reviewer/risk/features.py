"""What is counted about a change, each as a value of zero or more with the words that tell it.

Lines and words enter as log1p, as defect predictors commonly do (Kamei et al., TSE 2013). Mechanical and exempt units
count nowhere. No feature is about a person. Where a feature comes from stands in its docstring; "ours" means that it
needs typed units. The model decides which of them weigh anything: see model.json.
"""

from collections.abc import Callable, Iterator, Sequence
from math import log1p, log2
from pathlib import PurePosixPath

from reviewer.model.callers import is_left
from reviewer.model.lines import count_lines
from reviewer.model.units import Action, ChangeUnit, EntityKind
from reviewer.risk.behaviour import behaviour_features
from reviewer.risk.past import past_features
from reviewer.risk.scope import Counted, Scope, is_moved_text, many, names_of
from reviewer.risk.territory import is_prose

SIZES = frozenset(
    {
        "code",
        "added_code",
        "new_words",
        "new_share",
        "rewritten",
        "removed_code",
        "test_lines",
        "other_lines",
        "files",
        "directories",
    }
    | {"entropy", "largest", "jumps", "existing", "acts", "calls", "main_file"}
)
"""Names of the features that only say how much was changed, or what the diff shows at a glance."""

DIGITS = 6
"""Decimals that a fitted feature keeps: more would only be noise of the machine's own logarithm."""

PUBLIC = frozenset(
    {EntityKind.FUNCTION, EntityKind.METHOD, EntityKind.CLASS, EntityKind.INTERFACE, EntityKind.TRAIT}
    | {EntityKind.CONSTRUCTOR, EntityKind.TYPE, EntityKind.STRUCT, EntityKind.ENUM}
)


def features(scope: Scope) -> Iterator[Counted]:
    """Yield every feature that is above zero, the same ones for a unit and for a pull."""
    for feature in _FEATURES:
        yield from (counted for counted in feature(scope) if counted.value > 0)


def values_of(scope: Scope) -> dict[str, float]:
    """Return the features above zero by name, as a model is fitted to them."""
    values: dict[str, float] = {}
    for counted in features(scope):
        values[counted.name] = round(values.get(counted.name, 0.0) + counted.value, DIGITS)
    return values


def added_code(scope: Scope) -> int:
    """Return the added lines of code outside tests, as numstat would count them: the baseline to beat."""
    return sum(count_lines(unit.added_lines) for unit in scope.code)


def _code(scope: Scope) -> Iterator[Counted]:
    """Faults are looked for in code that runs; SZZ can only find them there (Śliwerski et al., MSR 2005)."""
    yield Counted("code", float(bool(scope.code)), "changes code outside tests")


def _added_code(scope: Scope) -> Iterator[Counted]:
    """Added lines are the best single predictor (LApredict, ISSTA 2021); what only moved is not added."""
    lines = sum(count_lines(unit.added_lines) for unit in scope.code if not is_moved_text(unit))
    yield Counted("added_code", log1p(lines), f"adds {many(lines, 'line')} to code, blank ones and comments included")


def _new_words(scope: Scope) -> Iterator[Counted]:
    """Ours: added identifiers and numbers, without comments, imports and what only moved."""
    words = sum(scope.measures(unit).words for unit in scope.code)
    lines = sum(scope.measures(unit).new for unit in scope.code)
    yield Counted("new_words", log1p(words), f"adds {many(lines, 'line')} of code")


def _new_share(scope: Scope) -> Iterator[Counted]:
    """Ours: how much of what is to be read is code, and not comment, brackets or text that only moved."""
    new, churn = sum(scope.measures(unit).new for unit in scope.code), sum(unit.churn for unit in scope.code)
    yield Counted("new_share", new / churn if churn else 0.0, f"{new} of {many(churn, 'changed line')} are new code")


def _removed_code(scope: Scope) -> Iterator[Counted]:
    """Removed lines (Kamei et al., TSE 2013), without comments and what only moved."""
    lines = sum(scope.measures(unit).gone for unit in scope.code)
    yield Counted("removed_code", log1p(lines), f"removes {many(lines, 'line')} of code")


def _existing(scope: Scope) -> Iterator[Counted]:
    """Ours: what others rely on already now does something else."""
    changed = [unit for unit in scope.code if Action.BODY_CHANGED in unit.actions]
    yield Counted("existing", log2(1 + len(changed)), f"changes what {names_of(changed)} does")


def _rewritten(scope: Scope) -> Iterator[Counted]:
    """Relative churn (Nagappan and Ball, ICSE 2005), of one entity."""
    if len(scope.code) == 1 and len(scope.units) == 1:
        unit = scope.code[0]
        share = min(1.0, unit.churn / (unit.place.end_line - unit.place.start_line + 1))
        yield Counted("rewritten", share, f"touches {share:.0%} of its lines")


def _top_level(scope: Scope) -> Iterator[Counted]:
    """Ours: statements outside any entity run when the file is loaded."""
    found = [unit for unit in scope.code if Action.TOP_LEVEL in unit.actions and scope.measures(unit).new]
    yield Counted("top_level", log2(1 + len(found)), f"changes statements outside functions in {names_of(found)}")


def _conditions(scope: Scope) -> Iterator[Counted]:
    """Ours: conditions and loops touched: complexity of a change predicts faults (Hassan, ICSE 2009)."""
    lines = sum(scope.measures(unit).conditions for unit in scope.code)
    yield Counted("conditions", log1p(lines), f"touches {many(lines, 'line')} with a condition")


def _jumps(scope: Scope) -> Iterator[Counted]:
    """Ours: returns, breaks and awaits among the changed lines."""
    jumps, churn = sum(scope.measures(unit).jumps for unit in scope.code), sum(unit.churn for unit in scope.code)
    text = f"changes where it returns or waits in {many(jumps, 'line')}"
    yield Counted("jumps", jumps / churn if churn else 0.0, text)


def _errors(scope: Scope) -> Iterator[Counted]:
    """Ours: lines that raise, catch or pass errors on; faults gather in handlers (Yuan et al., OSDI 2014)."""
    lines = sum(scope.measures(unit).errors for unit in scope.code)
    yield Counted("errors", log1p(lines), f"touches error handling in {many(lines, 'line')}")


def _removed_checks(scope: Scope) -> Iterator[Counted]:
    """Ours: guards, assertions and validations that are gone and came back nowhere in their unit."""
    lines = sum(scope.measures(unit).gone_guards for unit in scope.code)
    yield Counted("removed_checks", log1p(lines), f"removes {many(lines, 'check')}")


def _moved(scope: Scope) -> Iterator[Counted]:
    """Ours: a move whose names may mean something else in the new place."""
    moved = [unit for unit in scope.code if is_moved_text(unit)]
    text = f"moves {names_of(moved)}, whose names are not proved to mean the same there"
    yield Counted("moved", log1p(len(moved)), text)


def _signature(scope: Scope) -> Iterator[Counted]:
    """Ours: callers that did not follow a change of what they call, of those that were found by name."""
    changed = [unit for unit in scope.code if Action.SIGNATURE_CHANGED in unit.actions]
    yield Counted("signature", log2(1 + len(changed)), f"changes the signature of {names_of(changed)}")
    left = [unit for unit in scope.code if unit.left_behind]
    callers = sum(_untouched(unit) for unit in left)
    text = f"leaves {many(callers, 'caller')} of {names_of(left)} as {'it was' if callers == 1 else 'they were'}"
    yield Counted("callers_left", log1p(callers), text)


def _untouched(unit: ChangeUnit) -> int:
    callers = unit.callers
    return max(len(unit.left_behind), callers.untouched if callers and any(map(is_left, callers.sites)) else 0)


def _public(scope: Scope) -> Iterator[Counted]:
    """Ours: new surface that others may come to rely on."""
    added = [unit for unit in scope.code if Action.ADDED in unit.actions and unit.entity_kind in PUBLIC]
    public = [unit for unit in added if not unit.place.name.startswith(("_", "#"))]
    yield Counted("public", log1p(len(public)), f"adds {names_of(public)} for others to use")


def _test_lines(scope: Scope) -> Iterator[Counted]:
    lines = sum(unit.churn for unit in scope.units if unit.is_test)
    yield Counted("test_lines", log1p(lines), f"changes {many(lines, 'line')} of tests")


def _other_lines(scope: Scope) -> Iterator[Counted]:
    code = {unit.fingerprint for unit in scope.code}
    other = [unit for unit in scope.units if not unit.is_test and unit.fingerprint not in code and not is_prose(unit)]
    lines = sum(unit.churn for unit in other)
    yield Counted("other_lines", log1p(lines), f"changes {many(lines, 'line')} outside code, such as configuration")


def _files(scope: Scope) -> Iterator[Counted]:
    """Spread: files, directories and the entropy of lines over files (Hassan, ICSE 2009; Kamei et al., TSE 2013)."""
    lines: dict[str, int] = {}
    for unit in scope.code:
        lines[unit.place.path] = lines.get(unit.place.path, 0) + scope.measures(unit).new + scope.measures(unit).gone
    yield Counted("files", log1p(max(len(lines) - 1, 0)), f"touches {many(len(lines), 'code file')}")
    found = {str(PurePosixPath(path).parent) for path in lines}
    yield Counted("directories", log1p(max(len(found) - 1, 0)), f"spreads over {many(len(found), 'directory')}")
    total = sum(lines.values())
    shares = [count / total for count in lines.values() if count]
    spread = -sum(share * log2(share) for share in shares)
    yield Counted("entropy", spread, f"is spread over {many(len(shares), 'file')} of code")
    largest = max(lines, key=lambda path: (lines[path], path)) if lines else ""
    yield Counted(
        "largest", log1p(lines.get(largest, 0)), f"changes {many(lines.get(largest, 0), 'line')} in {largest}"
    )


def _new_file(scope: Scope) -> Iterator[Counted]:
    """New files (RISK.md's extended set; a file without a past has no reviewers who know it)."""
    new = sorted({unit.place.path for unit in scope.code} - scope.around.old_paths)
    text = f"stands in a new file, {new[0]}" if len(new) == 1 else f"adds {len(new)} files of code"
    yield Counted("new_file", log1p(len(new)), text)


def _untested(scope: Scope) -> Iterator[Counted]:
    """Ours: code that no changed test names."""
    code = [unit for unit in scope.code if unit.entity_kind is not None]
    if not code:
        return
    if not scope.around.has_tests:
        yield Counted("untested", 1.0, "no test is touched by this change")
    elif len(scope.units) == 1 and code[0].place.name not in scope.around.named_by_tests:
        yield Counted("untested", 1.0, f"no changed test names `{code[0].place.name}`")


_FEATURES: Sequence[Callable[[Scope], Iterator[Counted]]] = (
    _code,
    _added_code,
    _new_words,
    _new_share,
    _removed_code,
    _existing,
    _rewritten,
    _top_level,
    _conditions,
    _jumps,
    _errors,
    _removed_checks,
    _moved,
    _signature,
    _public,
    _test_lines,
    _other_lines,
    _files,
    _new_file,
    _untested,
    behaviour_features,
    past_features,
)
