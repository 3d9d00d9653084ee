"""Which names a Python file binds, mentions and tampers with, wherever in it."""

import re
from collections import defaultdict

from tree_sitter import Node

from reviewer.diff.languages.language import text_of
from reviewer.diff.languages.python_targets import imported, parts_of, root_of, target_of
from reviewer.diff.languages.scope import Binding, FileNames

REACHES_NAMES = frozenset(
    {"eval", "exec", "globals", "locals", "vars", "setattr", "delattr", "builtins", "modules"}
    | {"__builtins__", "__dict__", "__getattr__", "__globals__"}
)
"""Words by which a file can give its names, or the builtin ones, another meaning unseen."""

CODING = re.compile(rb"(?s)\A[^\n]*(\n[^\n]*)?coding[:=]\s*(?!utf-?8)")
INNER = frozenset({"function_definition", "class_definition", "lambda"})
IMPORTS = frozenset({"import_statement", "import_from_statement"})
DEFINITIONS = frozenset({"function_definition", "class_definition"})


def file_names(root: Node) -> FileNames:
    """Return the names of a file."""
    reader = FileReader(root)
    reader.read(root)
    return FileNames(
        {name: tuple(found) for name, found in reader.bindings.items()},
        frozenset(reader.mentioned),
        frozenset(reader.tampered),
        frozenset(reader.futures),
        reader.refusal or why_opaque(root, reader),
    )


def why_opaque(root: Node, reader: "FileReader") -> str | None:
    """Return why nothing can be told of a file's names, None when they can be told."""
    if root.has_error:
        return "the grammar could not read all of it"
    if CODING.search((root.text or b"")[:400]):
        return "it is not in UTF-8"
    if not all(name.isascii() for name in reader.mentioned | {*reader.bindings}):
        # Python takes letters that look alike for one: `ﬁt` and `fit` are the same name.
        return "a name is not in ASCII"
    reaching = sorted(REACHES_NAMES & (reader.words | reader.mentioned | {*reader.bindings}))
    return f"it says {reaching[0]}" if reaching else None


class FileReader:
    """Walks a file once, top-level statement by statement."""

    def __init__(self, root: Node) -> None:
        self.root = root
        self.bindings: dict[str, list[Binding]] = defaultdict(list)
        self.mentioned: set[str] = set()
        self.tampered: set[str] = set()
        self.futures: set[str] = set()
        self.words: set[str] = set()
        self.refusal: str | None = None

    def read(self, root: Node) -> None:
        """Read every statement of a file."""
        for statement in root.named_children:
            waiting = [(statement, False)]
            while waiting:
                node, is_inner = waiting.pop()
                self.enter(node, statement, is_inner=is_inner)
                is_below = is_inner or node.type in INNER
                waiting += [(child, is_below) for child in self.parts(node)]

    def enter(self, node: Node, statement: Node, *, is_inner: bool) -> None:
        """Take in one node; what is inside a function or class binds no name of the file, unless it says so."""
        kind = node.type
        if kind == "identifier":
            self.mentioned.add(text_of(node))
        elif kind == "string_content" and (text := text_of(node)).isidentifier() and text.isascii():
            self.mentioned.add(text)
        elif kind == "global_statement":
            self.add_all(node, statement)
        elif kind == "future_import_statement":
            self.futures.add(" ".join(text_of(node).split()))
            self.add_all(node, statement)
        self.note_target(node, statement, is_inner=is_inner)
        if not is_inner:
            self.enter_own(node, statement)

    def enter_own(self, node: Node, statement: Node) -> None:
        """Take in a node of the file's own scope."""
        kind = node.type
        if kind in IMPORTS:
            for name, brought in imported(node):
                self.bindings[name].append(Binding(statement.start_byte, node.id == statement.id, brought))
                self.refusal = "it imports a star" if name == "*" else self.refusal
        elif kind in DEFINITIONS:
            named = node.child_by_field_name("name")
            is_plain = node.id == statement.id or (
                statement.type == "decorated_definition" and node.parent is not None and node.parent.id == statement.id
            )
            self.add(text_of(named) if named is not None else "", statement, is_plain=is_plain)
        elif kind in ("case_pattern", "type_alias_statement"):
            self.add_all(node, statement)

    def note_target(self, node: Node, statement: Node, *, is_inner: bool) -> None:
        """Take in what a node writes to: a name of the file, or a part of something."""
        target = target_of(node)
        if node.type == "delete_statement":
            self.tampered.update(root for child in descendants(node) if (root := root_of(child)))
        target_id = target.id if target is not None else 0
        for part in parts_of(target) if target is not None else ():
            if part.type != "identifier":
                self.tampered.update(text_of(inner) for inner in descendants(part) if inner.type == "identifier")
            elif not is_inner:
                is_plain = node.type == "assignment" and node.parent is not None and node.parent.id == statement.id
                self.add(text_of(part), statement, is_plain=is_plain and part.id == target_id)

    def add(self, name: str, statement: Node, *, is_plain: bool) -> None:
        """Note that a statement binds a name of the file."""
        self.bindings[name].append(Binding(statement.start_byte, is_plain))

    def add_all(self, node: Node, statement: Node) -> None:
        """Note that a statement may bind all the names it holds."""
        for inner in descendants(node):
            if inner.type == "identifier":
                self.add(text_of(inner), statement, is_plain=False)

    def parts(self, node: Node) -> list[Node]:
        """Return the parts of a node that mention names; the part of something is no name of the file."""
        if node.type not in ("attribute", "keyword_argument"):
            return [] if node.type in IMPORTS else node.named_children
        is_attribute = node.type == "attribute"
        named = node.child_by_field_name("attribute" if is_attribute else "name")
        self.words.add(text_of(named) if named is not None else "")
        found = node.child_by_field_name("object" if is_attribute else "value")
        return [found] if found is not None else []


def descendants(node: Node) -> list[Node]:
    """Return a node and all its named nodes inside."""
    found = [node]
    for inner in found:
        found += inner.named_children
    return found
