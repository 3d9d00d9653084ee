"""Go. A method is qualified by its receiver's type: `Cart.Total`."""

import re

from tree_sitter import Node

from reviewer.diff.languages.go_package import file_of_package, words_of_item
from reviewer.diff.languages.language import Item, Language, Names, text_of
from reviewer.diff.languages.scope import Package
from reviewer.model.units import EntityKind


def load() -> object:
    """Return the grammar's pointer."""
    import tree_sitter_go  # noqa: PLC0415 - a grammar is loaded when its language is met

    return tree_sitter_go.language()


def method(node: Node) -> Names | None:
    """Return the receiver's type and the method's name."""
    receiver, named = node.child_by_field_name("receiver"), node.child_by_field_name("name")
    if receiver is None or named is None:
        return None
    words = re.findall(r"\w+", text_of(receiver).partition("[")[0])
    return (*words[-1:], text_of(named))


def declared_type(node: Node) -> Names | None:
    """Return the name of a type declared alone; in a group, each type stands for itself."""
    specs = [child for child in node.named_children if child.type in ("type_spec", "type_alias")]
    named = specs[0].child_by_field_name("name") if len(specs) == 1 else None
    return (text_of(named),) if named is not None else None


def type_kind(node: Node) -> EntityKind:
    """Return whether a type is a struct, an interface, or another."""
    spec = next(iter(node.named_children), None)
    defined = spec.child_by_field_name("type") if spec is not None else None
    return KINDS.get(defined.type if defined is not None else "", EntityKind.TYPE)


def declared_value(node: Node) -> Names | None:
    """Return the name of a constant or variable declared alone."""
    specs = [child for child in node.named_children if child.type in ("const_spec", "var_spec")]
    named = specs[0].child_by_field_name("name") if len(specs) == 1 else None
    return (text_of(named),) if named is not None and node.child_count == 2 else None


def spec_kind(node: Node) -> EntityKind:
    """Return what a type of a group is."""
    defined = node.child_by_field_name("type")
    return KINDS.get(defined.type if defined is not None else "", EntityKind.TYPE)


def subtest(node: Node) -> Names | None:
    """Return the title of `t.Run("title", func…)`, and of Ginkgo's blocks."""
    called, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
    if called is None or arguments is None or text_of(called).rpartition(".")[2] not in SUITES:
        return None
    given = arguments.named_children
    if len(given) < 2 or given[0].type != "interpreted_string_literal" or given[-1].type != "func_literal":
        return None
    return (text_of(given[0])[1:-1],)


SUITES = frozenset({"Run", "Describe", "Context", "When", "It", "Specify"})
KINDS = {"struct_type": EntityKind.STRUCT, "interface_type": EntityKind.INTERFACE}
TOP = frozenset({"source_file"})
VALUE = Item(EntityKind.CONSTANT, declared_value, ("const_spec/value", "var_spec/value"), parents=TOP)
GROUPS = TOP | {"const_declaration", "var_declaration", "var_spec_list"}
SPEC = Item(EntityKind.CONSTANT, body=("value",), through=GROUPS, deepest=0)
LANGUAGE = Language(
    name="Go",
    load=load,
    items={
        "function_declaration": Item(EntityKind.FUNCTION),
        "method_declaration": Item(EntityKind.METHOD, method),
        "type_declaration": Item(type_kind, declared_type, ("type_spec/type", "type_alias/type")),
        "const_declaration": VALUE,
        "var_declaration": VALUE,
        # In a group, each stands for itself.
        "type_spec": Item(spec_kind, body=("type",), deepest=0),
        "type_alias": Item(EntityKind.TYPE, body=("type",), deepest=0),
        "const_spec": SPEC,
        "var_spec": SPEC,
        "field_declaration": Item(EntityKind.FIELD, is_local=False),
        "method_elem": Item(EntityKind.METHOD),
        "call_expression": Item(EntityKind.TEST, subtest, ("arguments",)),
    },
    imports=frozenset({"import_declaration", "import_spec"}),
    are_imports_ordered=False,
    is_order_free=True,
    acting=re.compile(
        rb"//go:|//\s*\+build|//nolint|//export |//line |#\s*(cgo|define|include|if\w*|else|endif|pragma|undef)\b"
        rb"|Output:|//lint:|// want "
    ),
    all_act=re.compile(rb'^import "C"|^\s+"C"$', re.MULTILINE),
    package=Package(file_of_package, words_of_item, frozenset({"init", "_", "main"})),
    tests=re.compile(rb"\bfunc\s+(Test|Benchmark|Fuzz|Example)[A-Z_]?"),
)
