"""What a call looks like in the trees of all languages, and what it passes."""

from collections.abc import Sequence

from tree_sitter import Node

from reviewer.model.callers import Passed

ARGUMENTS = frozenset({"argument_list", "arguments", "value_arguments", "annotated_lambda"})
BETWEEN = frozenset({"type_arguments", "type_argument_list", "template_argument_list", "type_parameters"})
SPREAD = ("splat", "spread", "variadic", "block_argument", "pack_expansion", "lambda_literal")
NAMED = frozenset({"keyword_argument", "argument", "pair", "value_argument", "named_argument"})
NO_CALL = frozenset({"class_definition"})
"""Python lists the bases of a class as it lists arguments."""


def arguments_of(path: Sequence[Node]) -> Node | None:
    """Return the arguments of the call whose callee a leaf ends; `path` is the leaf with all that is around it.

    cart.total(1)        call( member( cart, total ) , arguments )
                                      leaf ^^^^^  ends its parent, and what follows that are the arguments
    """
    for depth in range(len(path) - 1, 0, -1):
        node, parent = path[depth], path[depth - 1]
        following = node.next_named_sibling
        while following is not None and following.type in BETWEEN:
            following = following.next_named_sibling
        if following is not None:
            is_call = following.type in ARGUMENTS and parent.type not in NO_CALL
            return following if is_call and following.start_byte >= node.end_byte else None
    return None


def passed(arguments: Node) -> Passed | None:
    """Return what a call passes, None where its syntax does not show all of it."""
    positional, keywords = 0, list[str]()
    if arguments.type == "annotated_lambda" or arguments.has_error:
        return None
    for argument in arguments.named_children:
        if "comment" in argument.type:
            continue
        if is_spread(argument):
            return None
        name = keyword_of(argument)
        if name is None:
            positional += 1
        else:
            keywords.append(name)
    return Passed(positional, tuple(keywords))


def is_spread(argument: Node) -> bool:
    """Return whether an argument stands for any number of them."""
    kinds = [argument.type, *(child.type for child in argument.named_children[:1])]
    return any(word in kind for kind in kinds for word in SPREAD) or any(
        child.type in {"...", "*", "**", "&"} for child in argument.children[:1]
    )


def keyword_of(argument: Node) -> str | None:
    """Return the name that an argument is passed by, None when it is passed by its position."""
    if argument.type not in NAMED:
        return None
    name = argument.child_by_field_name("name") or argument.child_by_field_name("key")
    if name is None and any(child.type == "=" for child in argument.children):
        name = argument.named_children[0]
    return (name.text or b"").decode("utf-8", "replace").strip(":") if name is not None else None
