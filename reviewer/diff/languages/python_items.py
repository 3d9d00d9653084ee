"""Which names a Python function or constant reads from its file, by Python's own rules of scope.

      def f(a: int) -> str:            int, str   read when the file is loaded (early)
          b = [c for c in a if g(c)]   g          read from around; a, b, c are f's own
          return lambda d: d + TAX     TAX        read from around

What we do not follow is refused: classes, `global`, `match`, whatever looks at names as texts or at its own file.
"""

import re
from dataclasses import dataclass, field

from tree_sitter import Node

from reviewer.diff.languages.language import text_of
from reviewer.diff.languages.python_targets import imported, parameter_name, parts_of, target_of
from reviewer.diff.languages.scope import Import, ItemNames

LOOKS_AROUND = re.compile(
    rb">>>|\b(eval|exec|globals|locals|super|inspect|traceback|warnings|importlib|import_module|pkgutil"
    rb"|_getframe|currentframe|f_globals|f_back|builtins|get_type_hints|sys\.modules|namedtuple|NamedTuple|make_dataclass"
    rb"|__(name|file|package|spec|loader|path|dict|builtins|globals|module|qualname|annotations|import|cached)__)\b"
)
"""Words by which a text can see in which file it stands."""

REFUSED = frozenset(
    {
        "class_definition",
        "global_statement",
        "nonlocal_statement",
        "match_statement",
        "exec_statement",
        "print_statement",
        "type_alias_statement",
        "wildcard_import",
        "ERROR",
    }
)
COMPREHENSIONS = frozenset(
    {"list_comprehension", "set_comprehension", "dictionary_comprehension", "generator_expression"}
)
LITERALS = frozenset(
    {
        "integer",
        "float",
        "string",
        "concatenated_string",
        "true",
        "false",
        "none",
        "ellipsis",
        "tuple",
        "list",
        "set",
        "dictionary",
        "pair",
        "unary_operator",
        "parenthesized_expression",
        "string_start",
        "string_content",
        "escape_sequence",
        "string_end",
        "comment",
    }
)


@dataclass(slots=True)
class Frame:
    """A scope: what is read and what is bound in it, and the scopes inside it."""

    reads: set[str] = field(default_factory=set[str])
    bound: set[str] = field(default_factory=set[str])
    inner: "list[Frame]" = field(default_factory=list["Frame"])


def item_names(node: Node) -> ItemNames:
    """Return the names that a top-level function or constant reads from its file."""
    refusal = why_refused(node)
    if refusal is not None:
        return ItemNames(frozenset(), frozenset(), refusal=refusal)
    reader = ItemReader()
    reader.read(node)
    return ItemNames(
        free=frozenset(reader.free()),
        early=frozenset(reader.frames[0].reads),
        imports=tuple(reader.imports),
        refusal=reader.refusal,
    )


def why_refused(node: Node) -> str | None:
    """Return why an item does more, when its file is loaded, than to be there; None when it does not."""
    if (found := LOOKS_AROUND.search(node.text or b"")) is not None:
        return f"it says {found[0].decode()}"
    if node.type == "function_definition":
        parameters = node.child_by_field_name("parameters")
        values = [child.child_by_field_name("value") for child in parameters.children] if parameters is not None else []
        return None if all(value is None or is_literal(value) for value in values) else "a default is computed"
    if node.type == "expression_statement" and node.children[0].type == "assignment":
        value = node.children[0].child_by_field_name("right")
        return None if value is not None and is_literal(value) else "its value is computed"
    return "it has decorators, or is no function"


def is_literal(node: Node) -> bool:
    """Return whether an expression is written out: numbers, texts, and collections of these."""
    waiting = [node]
    while waiting:
        inner = waiting.pop()
        if inner.type not in LITERALS:
            return False
        waiting += inner.named_children
    return True


class ItemReader:
    """Walks an item once, each node in the scope that Python reads it in. `frames[0]` is the file's own scope."""

    def __init__(self) -> None:
        self.frames = [Frame()]
        self.imports: list[Import] = []
        self.refusal: str | None = None
        self.waiting: list[tuple[Node, Frame]] = []

    def read(self, item: Node) -> None:
        """Read an item to its end, or to what is refused."""
        self.waiting.append((item, self.frames[0]))
        while self.waiting and self.refusal is None:
            node, frame = self.waiting.pop()
            if node.type in REFUSED or node.is_missing:
                self.refusal = f"it holds {node.type.replace('_', ' ')}"
            elif node.type == "type" and re.search(rb"[\"']", node.text or b""):
                self.refusal = "an annotation is in quotes"
            else:
                self.enter(node, frame)

    def enter(self, node: Node, frame: Frame) -> None:
        """Take in one node, and let its parts wait in their scopes."""
        kind = node.type
        if kind == "identifier":
            frame.reads.add(text_of(node))
        elif kind in ("function_definition", "lambda"):
            self.enter_function(node, frame)
        elif kind in COMPREHENSIONS:
            self.enter_comprehension(node, frame)
        elif kind in ("attribute", "keyword_argument"):
            self.wait(node.child_by_field_name("object" if kind == "attribute" else "value"), frame)
        elif kind in ("import_statement", "import_from_statement"):
            self.enter_import(node, frame)
        else:
            self.enter_rest(node, frame)

    def enter_rest(self, node: Node, frame: Frame) -> None:
        """Take in a node that binds its target, if it has one, and reads all its other parts."""
        target = target_of(node)
        if target is not None:
            self.bind(target, frame)
        for child in node.named_children:
            if target is None or child.id != target.id:
                self.wait(child, frame)
        if node.type == "augmented_assignment":
            self.wait(target, frame)

    def enter_function(self, node: Node, frame: Frame) -> None:
        """Take in a function: its annotations and defaults are read outside of it."""
        named = node.child_by_field_name("name")
        if named is not None:
            frame.bound.add(text_of(named))
        inner = self.opened(frame)
        parameters = node.child_by_field_name("parameters")
        for parameter in parameters.named_children if parameters is not None else ():
            name = parameter_name(parameter)
            if name is not None and name.type not in ("keyword_separator", "positional_separator", "comment"):
                self.bind(name, inner)
            for field_name in ("type", "value"):
                self.wait(parameter.child_by_field_name(field_name), frame)
        for field_name in ("type_parameters", "return_type"):
            self.wait(node.child_by_field_name(field_name), frame)
        self.wait(node.child_by_field_name("body"), inner)

    def enter_comprehension(self, node: Node, frame: Frame) -> None:
        """Take in a comprehension: what it runs over first is read outside of it."""
        inner, is_first = self.opened(frame), True
        for child in node.named_children:
            if child.type != "for_in_clause" or not is_first:
                self.wait(child, inner)
                continue
            is_first = False
            left = child.child_by_field_name("left")
            if left is not None:
                self.bind(left, inner)
            for right in child.named_children:
                if left is None or right.id != left.id:
                    self.wait(right, frame)

    def enter_import(self, node: Node, frame: Frame) -> None:
        """Take in an import inside a function."""
        for name, brought in imported(node):
            frame.bound.add(name)
            self.imports.append(brought)
            if name == "*":
                self.refusal = "it imports a star"

    def bind(self, target: Node, frame: Frame) -> None:
        """Bind the names of a target; what is no name is read."""
        for part in parts_of(target):
            if part.type == "identifier":
                frame.bound.add(text_of(part))
            else:
                self.wait(part, frame)

    def wait(self, node: Node | None, frame: Frame) -> None:
        """Let a node wait for its turn, in its scope."""
        if node is not None:
            self.waiting.append((node, frame))

    def opened(self, frame: Frame) -> Frame:
        """Return a new scope inside another."""
        frame.inner.append(Frame())
        self.frames.append(frame.inner[-1])
        return frame.inner[-1]

    def free(self) -> set[str]:
        """Return what is read and bound by no scope around it; a scope opens after the one around it."""
        free: dict[int, set[str]] = {}
        for frame in reversed(self.frames[1:]):
            inner = (free[id(child)] for child in frame.inner)
            free[id(frame)] = frame.reads.union(*inner) - frame.bound
        return self.frames[0].reads.union(*(free[id(child)] for child in self.frames[0].inner))
