"""Where a text can be edited so that it does something else: every place of every kind, found in its tree."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from tree_sitter import Node

from bench.mutants.syntax import is_comment, walk
from reviewer.diff.languages.language import Language


@dataclass(frozen=True, slots=True)
class Spot:
    """An edit: the bytes start..end of a text are to read otherwise."""

    kind: str
    start: int
    end: int
    text: bytes


Finder = Callable[[Node, bytes, Language], Iterator[Spot]]

SWAPS = {
    b"+": b"-",
    b"-": b"+",
    b"*": b"+",
    b"/": b"*",
    b"%": b"*",
    b"<": b"<=",
    b"<=": b"<",
    b">": b">=",
    b">=": b">",
    b"==": b"!=",
    b"!=": b"==",
    b"===": b"!==",
    b"!==": b"===",
    b"&&": b"||",
    b"||": b"&&",
    b"and": b"or",
    b"or": b"and",
    b"+=": b"-=",
    b"-=": b"+=",
    b"&": b"|",
    b"|": b"&",
    b"<<": b">>",
    b"in": b"not in",
}
OPERATORS = re.compile(r"binary|comparison|boolean_operator|augmented_assignment|operator_assignment|infix")
NUMBER = re.compile(rb"[0-9]+")
FLAGS = {b"true": b"false", b"false": b"true", b"True": b"False", b"False": b"True"}
EMPTY = {b"None": b"0", b"null": b"0", b"nil": b"0", b"nullptr": b"0"}
ARGUMENTS = frozenset({"argument_list", "arguments", "value_arguments"})
NAMED = (b"=", b":", b"*", b"...", b"&", b"\n")
BLOCKS = frozenset(
    {
        "block",
        "statement_block",
        "compound_statement",
        "body_statement",
        "then",
        "statement_list",
        "function_body",
        "do",
    }
)
STATEMENT = re.compile(
    r"(expression|return|assignment|throw|raise|delete|assert|break|continue|inc|dec|send|go|defer|if)_statement"
    r"|call|call_expression|assignment|operator_assignment|assignment_statement|inc_statement|return|if"
)
LOOPS = re.compile(
    r"(if|for|while|for_in|foreach|for_range|enhanced_for|if_else)_(statement|expression)|if|while|for|for_each"
)
DECORATORS = frozenset({"decorator", "marker_annotation", "annotation", "attribute_list", "attribute_item"})
IDLE = re.compile(rb"Override|SuppressWarnings|inline|allow|doc|Obsolete|expect|must_use")
"""Decorators that hardly act: taking one away would be no behavioural edit."""

CATCHES = frozenset(
    {"except_clause", "catch_clause", "catch_formal_parameter", "catch_block", "catch_declaration", "exceptions"}
)
EXCEPTION = re.compile(rb"\w*(Exception|Error|Throwable)")


def spots_of(root: Node, text: bytes, language: Language) -> Iterator[Spot]:
    """Yield every place where a text can be edited."""
    for node in walk(root):
        if is_comment(node, language) or is_docstring(node):
            continue
        for finder in FINDERS:
            yield from finder(node, text, language)


def is_docstring(node: Node) -> bool:
    """Return whether a statement is nothing but a text."""
    return (
        node.type == "expression_statement" and node.named_child_count == 1 and node.named_children[0].type == "string"
    )


def in_docstring(node: Node) -> bool:
    """Return whether a node is inside a docstring."""
    around: Node | None = node
    while around is not None and not around.type.endswith(("block", "module")):
        if is_docstring(around):
            return True
        around = around.parent
    return False


def operators(node: Node, _text: bytes, _language: Language) -> Iterator[Spot]:
    """Yield an operator that can be another."""
    other = SWAPS.get(node.text or b"") if node.child_count == 0 and not node.is_named else None
    if other is not None and node.parent is not None and OPERATORS.search(node.parent.type):
        yield Spot("operator", node.start_byte, node.end_byte, other)


def constants(node: Node, _text: bytes, _language: Language) -> Iterator[Spot]:
    """Yield a number or truth value that can be another."""
    found = node.text or b""
    if node.child_count or not re.search(r"int|num|float|decimal|true|false|bool", node.type):
        return
    other = FLAGS.get(found) or (b"%d" % (int(found) + 1) if NUMBER.fullmatch(found) and found[:1] != b"0" else None)
    if other is not None:
        yield Spot("constant", node.start_byte, node.end_byte, other)


def conditions(node: Node, _text: bytes, language: Language) -> Iterator[Spot]:
    """Yield a condition that can be turned round."""
    found = node.child_by_field_name("condition")
    if found is None or not found.is_named or found.text is None:
        return
    has_brackets = found.text.startswith(b"(") and found.type == "parenthesized_expression"
    inner = found.text if has_brackets else b"(" + found.text + b")"
    turned = (b"not " if language.name == "Python" else b"!") + inner
    yield Spot("condition", found.start_byte, found.end_byte, b"(" + turned + b")" if has_brackets else turned)


def argument_orders(node: Node, text: bytes, language: Language) -> Iterator[Spot]:
    """Yield two arguments that can change places."""
    if node.type not in ARGUMENTS:
        return
    found = [child for child in node.named_children if not is_comment(child, language)]
    for left, right in pairwise(found):
        texts = left.text or b"", right.text or b""
        if texts[0] != texts[1] and not any(mark in one for one in texts for mark in NAMED):
            between = text[left.end_byte : right.start_byte]
            yield Spot("argument order", left.start_byte, right.end_byte, texts[1] + between + texts[0])


def statements(node: Node, text: bytes, _language: Language) -> Iterator[Spot]:
    """Yield a statement that can be deleted, or moved out of its block."""
    parent = node.parent
    if parent is None or parent.type not in BLOCKS or not STATEMENT.fullmatch(node.type):
        return
    lines = whole_lines(node, text)
    if lines is None or parent.named_child_count < 2:
        return
    yield Spot("deleted statement", *lines, b"")
    if parent.parent is None or not LOOPS.fullmatch(parent.parent.type):
        return
    is_last = parent.named_children[-1].id == node.id
    if is_last and (moved := moved_out(text, lines, parent)) is not None:
        yield moved


def moved_out(text: bytes, lines: tuple[int, int], block: Node) -> Spot | None:
    """Return the edit by which the last statement of a block comes to stand behind it."""
    held = text[slice(*lines)]
    opening = text[text.rfind(b"\n", 0, block.parent.start_byte if block.parent else 0) + 1 :]
    margin = opening[: len(opening) - len(opening.lstrip(b" \t"))]
    if block.type == "block" and text[block.end_byte - 1 : block.end_byte] != b"}":
        inner = held[: len(held) - len(held.lstrip(b" \t"))]
        if held.count(b"\n") == 1 and len(inner) > len(margin):
            return Spot("indentation", *lines, margin + held.lstrip(b" \t"))
        return None
    end = text.find(b"\n", lines[1]) + 1
    closing = text[lines[1] : end]
    if closing.strip() not in (b"}", b"end"):
        return None
    return Spot("moved out of its block", lines[0], end, closing + held)


def whole_lines(node: Node, text: bytes) -> tuple[int, int] | None:
    """Return the bytes of the lines that hold a node and nothing else, None when they hold more."""
    start = text.rfind(b"\n", 0, node.start_byte) + 1
    end = text.find(b"\n", node.end_byte) + 1
    if not end or text[start : node.start_byte].strip() or text[node.end_byte : end].strip() not in (b"", b";"):
        return None
    return start, end


def strings(node: Node, _text: bytes, _language: Language) -> Iterator[Spot]:
    """Yield the inside of a string, which can hold another letter, or another space."""
    if node.child_count or not node.is_named or not re.search(r"string|fragment|escape", node.type):
        return
    found = node.text or b""
    if not found.strip() or found[:1] in (b'"', b"'", b"`") or in_docstring(node):
        return
    space = found.find(b" ")
    if 0 < space < len(found) - 1:
        yield Spot("space in a string", node.start_byte + space, node.start_byte + space, b" ")
    if found.isalnum():
        yield Spot("string", node.end_byte, node.end_byte, b"x")


def defaults(node: Node, _text: bytes, _language: Language) -> Iterator[Spot]:
    """Yield the default of a parameter, which can be another."""
    if not re.search(r"parameter|assignment_pattern", node.type):
        return
    found = (
        node.child_by_field_name("value")
        or node.child_by_field_name("default_value")
        or node.child_by_field_name("right")
    )
    if found is None:
        equals = next((index for index, child in enumerate(node.children) if child.type == "="), None)
        found = node.children[equals + 1] if equals is not None and equals + 1 < node.child_count else None
    if found is None or found.text is None:
        return
    other = (
        FLAGS.get(found.text)
        or EMPTY.get(found.text)
        or (b"7" if found.text != b"7" and NUMBER.fullmatch(found.text) else None)
    )
    if other is not None:
        yield Spot("default", found.start_byte, found.end_byte, other)


def decorators(node: Node, text: bytes, _language: Language) -> Iterator[Spot]:
    """Yield a decorator on a line of its own, which can go."""
    if node.type in DECORATORS and not IDLE.search(node.text or b"") and (lines := whole_lines(node, text)) is not None:
        yield Spot("decorator", *lines, b"")


def exceptions(node: Node, _text: bytes, _language: Language) -> Iterator[Spot]:
    """Yield the type of an exception that is caught, which can be another."""
    if node.type not in CATCHES:
        return
    for child in walk(node):
        if child.type.endswith(("block", "statement")):
            return
        found = child.text or b""
        if child.child_count == 0 and EXCEPTION.fullmatch(found):
            yield Spot("exception type", child.start_byte, child.end_byte, b"Another" + found)


FINDERS: tuple[Finder, ...] = (
    operators,
    constants,
    conditions,
    argument_orders,
    statements,
    strings,
    defaults,
    decorators,
    exceptions,
)
