"""C."""

from reviewer.diff.languages import c_family
from reviewer.diff.languages.language import Language


def load() -> object:
    """Return the grammar's pointer."""
    import tree_sitter_c  # noqa: PLC0415 - a grammar is loaded when its language is met

    return tree_sitter_c.language()


LANGUAGE = Language(name="C", load=load, items=c_family.ITEMS, imports=c_family.IMPORTS, acting=c_family.ACTING)
