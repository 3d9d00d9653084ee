"""Mechanical diffs made of real files, for where too few real ones are found; each way of making them is sound."""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from tree_sitter import Node

from bench.mutants.sample import FilePair, Sample, Sort, one_file
from bench.mutants.syntax import (
    KEPT_WHOLE,
    is_comment,
    is_same_program,
    known_language,
    parse,
    parses,
    walk,
)
from reviewer.diff.languages.language import Language
from reviewer.git.cases import CaseSide

Maker = Callable[[str, bytes, Language, random.Random], tuple[FilePair, ...] | None]

UNORDERED = frozenset({"Java", "Kotlin", "Go", "C#", "Rust", "PHP"})
PLAIN = re.compile(rb"(//|#) ?[A-Za-z][a-z ,]*[a-z.]")
"""A comment of plain words."""

IN_EVERY_BUILD = re.compile(r"[^_]+\.go")
NOT_MOVED = re.compile(rb'go:build|"C"|^import \.|^\t[._] "', re.MULTILINE)
REMARK = {"Python": b"# ", "Ruby": b"# "}
LISTS = frozenset({"argument_list", "arguments", "value_arguments", "formal_parameters", "parameters"})
METHODS = frozenset({"method_declaration", "function_declaration", "function_definition", "method_definition"})


def made_samples(repository: str, path: str, text: bytes, dice: random.Random) -> Iterator[Sample]:
    """Yield one mechanical diff for each way that suits a file."""
    language = known_language(path)
    if language is None or not parses(text, language) or b"\r" in text:
        return
    for (sort, way), maker in MAKERS.items():
        files = maker(path, text, language, dice)
        if files is not None:
            yield Sample(f"{repository} {path}", language.name, sort, way, files)


def indented(path: str, text: bytes, language: Language, _dice: random.Random) -> tuple[FilePair, ...] | None:
    """Indent every line twice as far; the inside of strings is left alone."""
    inside = kept_lines(text, language)
    lines = text.split(b"\n")
    changed = [
        line if number in inside else line[: len(line) - len(line.lstrip(b" \t"))] + line
        for number, line in enumerate(lines, 1)
    ]
    return checked(path, text, b"\n".join(changed), language)


def kept_lines(text: bytes, language: Language) -> set[int]:
    """Return the lines that begin inside a string, a comment or markup."""
    return {
        number
        for node in walk(parse(text, language).root_node)
        if KEPT_WHOLE.search(node.type) or is_comment(node, language)
        for number in range(node.start_point.row + 2, node.end_point.row + 2)
    }


def spread(path: str, text: bytes, language: Language, dice: random.Random) -> tuple[FilePair, ...] | None:
    """Put each of some arguments or parameters on a line of its own."""
    found = [node for node in walk(parse(text, language).root_node) if node.type in LISTS and is_spreadable(node)]
    edited = text
    for node in sorted(dice.sample(found, min(4, len(found))), key=lambda node: -node.start_byte):
        line = text[text.rfind(b"\n", 0, node.start_byte) + 1 :]
        margin = line[: len(line) - len(line.lstrip(b" \t"))]
        parts = (b",\n" + margin + b"    ").join(child.text or b"" for child in node.named_children)
        # Go ends a statement at a line end after an operand; a comma before it goes on.
        closing = b",\n" if language.name == "Go" else b"\n"
        spreading = b"(\n" + margin + b"    " + parts + closing + margin + b")"
        edited = edited[: node.start_byte] + spreading + edited[node.end_byte :]
    return checked(path, text, edited, language)


def is_spreadable(node: Node) -> bool:
    """Return whether some arguments stand on one line, in round brackets, with nothing but commas between."""
    found = node.text or b""
    is_plain = found.startswith(b"(") and found.endswith(b")") and b"\n" not in found and b"//" not in found
    marks = {child.type for child in node.children if not child.is_named}
    return is_plain and marks <= {"(", ")", ","} and node.named_child_count > 1 and found[-2:-1] != b","


def spaced(path: str, text: bytes, language: Language, dice: random.Random) -> tuple[FilePair, ...] | None:
    """Add blank lines between top-level statements, and spaces where a line ends."""
    root = parse(text, language).root_node
    kept = kept_lines(text, language)
    gaps = [
        right.start_byte
        for left, right in pairwise(root.named_children)
        if right.start_point.column == 0
        and right.start_point.row > left.end_point.row
        and not is_comment(left, language)
        and not is_comment(right, language)
        and right.start_point.row + 1 not in kept
        and text[right.start_byte - 2 : right.start_byte] == b"\n\n"
    ]
    edited = text
    for offset in sorted(dice.sample(gaps, min(5, len(gaps))), reverse=True):
        edited = edited[:offset] + b"\n" + edited[offset:]
    return checked(path, text, edited, language)


def remarked(path: str, text: bytes, language: Language, dice: random.Random) -> tuple[FilePair, ...] | None:
    """Add a remark above some statements."""
    lines = text.split(b"\n")
    rows = sorted(
        {
            node.start_point.row
            for node in walk(parse(text, language).root_node)
            if node.is_named
            and node.type.endswith(("statement", "declaration", "definition", "method", "item"))
            and not lines[node.start_point.row][: node.start_point.column].strip()
            and stands_alone(node, language)
        }
        - {number - 1 for number in kept_lines(text, language)}
    )
    for row in sorted(dice.sample(rows, min(4, len(rows))), reverse=True):
        margin = lines[row][: len(lines[row]) - len(lines[row].lstrip(b" \t"))]
        lines.insert(row, margin + REMARK.get(language.name, b"// ") + b"As the caller expects it here.")
    return checked(path, text, b"\n".join(lines), language)


def reworded(path: str, text: bytes, language: Language, dice: random.Random) -> tuple[FilePair, ...] | None:
    """Give some plain comments other words, and take some away."""
    found = [
        node
        for node in walk(parse(text, language).root_node)
        if is_comment(node, language) and PLAIN.fullmatch(node.text or b"") and stands_alone(node, language)
    ]
    edited = text
    for node in sorted(dice.sample(found, min(4, len(found))), key=lambda node: -node.start_byte):
        edited = edited[: node.end_byte] + b" Or so it seems." + edited[node.end_byte :]
    return checked(path, text, edited, language)


def stands_alone(node: Node, language: Language) -> bool:
    """Return whether no comment stands right above a node, and none right below: comments in one block act together."""
    beside = (node.prev_sibling, node.next_sibling)
    return not any(other is not None and is_comment(other, language) for other in beside)


def imports_sorted(path: str, text: bytes, language: Language, dice: random.Random) -> tuple[FilePair, ...] | None:
    """Put the imports of a block in another order, where their order does not act."""
    if language.name not in UNORDERED:
        return None
    found = [node for node in walk(parse(text, language).root_node) if node.type in language.imports]
    singles = [node for node in found if node.start_point.row == whole_end(node, text)]
    rows = [node.start_point.row - index for index, node in enumerate(singles)]
    runs = [[node for node, row in zip(singles, rows, strict=True) if row == first] for first in sorted(set(rows))]
    run = max(runs, key=len) if runs else []
    lines = text.split(b"\n")
    if len(run) < 2:
        return None
    start, end = run[0].start_point.row, run[-1].start_point.row + 1
    held = lines[start:end]
    dice.shuffle(held)
    edited = b"\n".join((*lines[:start], *held, *lines[end:]))
    return one_file(path, text, edited) if edited != text and parses(edited, language) else None


def whole_end(node: Node, text: bytes) -> int:
    """Return the row on which an import ends, -1 when its line holds anything else."""
    line = text[text.rfind(b"\n", 0, node.start_byte) + 1 : (text + b"\n").find(b"\n", node.start_byte)]
    is_alone = line.strip().rstrip(b";") == (node.text or b"").strip().rstrip(b";")
    return node.start_point.row if is_alone and b"\n" not in (node.text or b"").strip() else -1


def methods_reordered(path: str, text: bytes, language: Language, dice: random.Random) -> tuple[FilePair, ...] | None:
    """Swap two functions that follow each other, where their order does not act."""
    if language.name not in ("Java", "Kotlin", "Go", "C#", "PHP", "Rust", "JavaScript", "TypeScript"):
        return None
    pairs = [
        (left, right)
        for node in walk(parse(text, language).root_node)
        for left, right in pairwise(node.named_children)
        if are_swappable(left, right, text, language)
    ]
    if not pairs:
        return None
    left, right = dice.choice(pairs)
    between = text[left.end_byte : right.start_byte]
    swapped = (right.text or b"") + between + (left.text or b"")
    edited = text[: left.start_byte] + swapped + text[right.end_byte :]
    return one_file(path, text, edited) if parses(edited, language) else None


def are_swappable(left: Node, right: Node, text: bytes, language: Language) -> bool:
    """Return whether two neighbours are plain functions, of two names, on lines of their own."""
    kinds = METHODS | {"function_item"}
    if left.type not in kinds or right.type not in kinds or text[left.end_byte : right.start_byte].strip():
        return False
    names = [node.child_by_field_name("name") for node in (left, right)]
    texts = {name.text for name in names if name is not None}
    is_test = re.search(
        rb"@Test|#\[test\]|\[Fact|\[Test|function test|@\w+\(", (left.text or b"") + (right.text or b"")
    )
    return len(texts) == 2 and not texts & {b"init", b"constructor"} and is_test is None and language.name != ""


def moved_in_package(path: str, text: bytes, language: Language, dice: random.Random) -> tuple[FilePair, ...] | None:
    """Move a function of Go into another file of its package, which has the same imports."""
    if language.name != "Go" or not IN_EVERY_BUILD.fullmatch(path.rpartition("/")[2]) or NOT_MOVED.search(text):
        return None
    root = parse(text, language).root_node
    head = [node for node in root.named_children if node.type in ("package_clause", "import_declaration")]
    found = [
        node
        for node in root.named_children
        if node.type in METHODS
        and node.start_byte > head[-1].end_byte
        and not re.match(rb"func (init|main|Test|Bench|Example)", node.text or b"")
    ]
    if not found:
        return None
    node = dice.choice(found)
    top = b"\n".join(item.text or b"" for item in head)
    other = path.rpartition("/")[0] + "/moved.go" if "/" in path else "moved.go"
    anchor = b"\n\nvar movedHere = 1\n"
    start = text.rfind(b"\n\n", 0, node.start_byte) + 1
    return (
        (CaseSide(path, text), CaseSide(path, text[:start] + text[node.end_byte :].lstrip(b"\n"))),
        (CaseSide(other, top + anchor), CaseSide(other, top + anchor + text[start : node.end_byte] + b"\n")),
    )


def checked(path: str, before: bytes, after: bytes, language: Language) -> tuple[FilePair, ...] | None:
    """Return a change of one file, None when nothing changed or the program did."""
    if before == after or not is_same_program(before, after, language):
        return None
    return one_file(path, before, after)


MAKERS: dict[tuple[Sort, str], Maker] = {
    (Sort.FORMATTING, "indented anew"): indented,
    (Sort.FORMATTING, "arguments on lines of their own"): spread,
    (Sort.FORMATTING, "blank lines"): spaced,
    (Sort.COMMENT, "remarks added"): remarked,
    (Sort.COMMENT, "comments reworded"): reworded,
    (Sort.IMPORT_ORDER, "imports in another order"): imports_sorted,
    (Sort.MOVE, "functions in another order"): methods_reordered,
    (Sort.MOVE, "moved within its package"): moved_in_package,
}


def files_to_use(rows: Sequence[tuple[str, str]], dice: random.Random, most: int) -> list[tuple[str, str]]:
    """Return some files of each language, as (path, blob)."""
    by_language: dict[str, list[tuple[str, str]]] = {}
    for path, blob in rows:
        if (language := known_language(path)) is not None:
            by_language.setdefault(language.name, []).append((path, blob))
    return [
        row for name in sorted(by_language) for row in dice.sample(by_language[name], min(most, len(by_language[name])))
    ]
