"""What Python statements bind: the targets of assignments and loops, and the names of imports."""

from collections.abc import Iterator

from tree_sitter import Node

from reviewer.diff.languages.language import text_of
from reviewer.diff.languages.scope import Import

PATTERNS = frozenset(
    {"pattern_list", "tuple_pattern", "list_pattern", "list_splat_pattern", "dictionary_splat_pattern", "tuple", "list"}
)
"""Targets that hold targets; after `as` the grammar takes them for values."""

TARGET_FIELDS = {
    "assignment": "left",
    "augmented_assignment": "left",
    "for_statement": "left",
    "for_in_clause": "left",
    "named_expression": "name",
    "as_pattern": "alias",
}
"""Where a node holds what it binds."""

PARAMETERS = frozenset({"default_parameter", "typed_parameter", "typed_default_parameter"})


def target_of(node: Node) -> Node | None:
    """Return what a node binds, None when it binds nothing."""
    field = TARGET_FIELDS.get(node.type)
    return node.child_by_field_name(field) if field is not None else None


def parts_of(target: Node) -> Iterator[Node]:
    """Yield the single targets of one: names, and what else can be written to."""
    waiting = [target]
    while waiting:
        node = waiting.pop()
        if node.type in PATTERNS or node.type == "as_pattern_target":
            waiting += node.named_children
        else:
            yield node


def root_of(target: Node) -> str | None:
    """Return the name that `name.part`, `name[0]` and the like begin with."""
    node: Node | None = target
    while node is not None and node.type in ("attribute", "subscript"):
        node = node.child_by_field_name("object" if node.type == "attribute" else "value")
    return text_of(node) if node is not None and node.type == "identifier" else None


def parameter_name(parameter: Node) -> Node | None:
    """Return what a parameter binds: a name, or a pattern that holds one."""
    if parameter.type not in PARAMETERS:
        return parameter
    return parameter.child_by_field_name("name") or next(iter(parameter.named_children), None)


def imported(node: Node) -> Iterator[tuple[str, Import]]:
    """Yield the names that an import statement binds, with what each brings in; "*" for a star."""
    module = node.child_by_field_name("module_name")
    for named in node.children_by_field_name("name"):
        inner, alias = named.child_by_field_name("name"), named.child_by_field_name("alias")
        path = "".join(text_of(inner or named).split())
        bound = text_of(alias) if alias is not None else path
        if module is not None:
            yield bound, Import("".join(text_of(module).split()), path)
        else:
            # `import a.b` binds a, `import a.b as c` binds a.b.
            yield (bound, Import(f"{path} as")) if alias is not None else (path.partition(".")[0], Import(path))
    if any(child.type == "wildcard_import" for child in node.children):
        yield "*", Import(text_of(module) if module is not None else "", "*")
