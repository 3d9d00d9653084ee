"""JavaScript, with JSX."""

from reviewer.diff.languages import ecmascript
from reviewer.diff.languages.language import Language


def load() -> object:
    """Return the grammar's pointer."""
    import tree_sitter_javascript  # noqa: PLC0415 - a grammar is loaded when its language is met

    return tree_sitter_javascript.language()


LANGUAGE = Language(
    name="JavaScript",
    load=load,
    items=ecmascript.ITEMS,
    comments=frozenset({"comment", "html_comment"}),
    wrappers=ecmascript.WRAPPERS,
    attached=ecmascript.ATTACHED,
    imports=ecmascript.IMPORTS,
    acting=ecmascript.ACTING,
    line_ends_act=True,
    constructors=ecmascript.CONSTRUCTORS,
    is_order_free=True,
    free_items=ecmascript.FREE_ITEMS,
    has_overloads=False,
)
