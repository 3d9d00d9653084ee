"""The names that Python code reads from its file, held against what Python's own compiler says."""

import symtable
from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer.diff.entities import grammar_of
from reviewer.diff.languages.python import LANGUAGE
from reviewer.diff.languages.python_files import file_names
from reviewer.diff.languages.python_items import item_names

ROOMS = sorted(folder for folder in (Path(__file__).resolve().parents[2] / "reviewer").iterdir() if folder.is_dir())
HARD = """
import a.b, c as d
from e import f, g as h
x = y = 1
for i, (j, *k) in x: l = i
with open(x) as m, open(y) as (n, o): pass
try: pass
except OSError as p: del l
if (q := x): import r.s
class T: u = 1
def outer(v: int, *w: str, z=1, **aa: float) -> T:
    global bb
    bb, x.cc = v, [dd for dd in ee if (ff := dd)]
    def inner(gg=hh): return gg + jj + (lambda kk, ll=mm: kk + nn)(1)
    for oo.pp in {qq: rr for qq, rr in qq}: ss[tt] += f"{uu!r:>{vv}}"
    return inner(ww=xx)
def walks(a1):
    return [a2 for a2 in a2], {a3 for a4 in a1 for a3 in a4}, (a5 for a5 in a6), lambda *a7, a8: a7
def binds():
    import b1.b2, b3 as b4
    from .b5 import b6 as b7
    with b8 as b9, b10 as (b11, [b12]): b13: b14 = b15
    try: b16 += 1
    except (b17, b18) as b19: return b1, b4, b7, b9, b12, b13, b19
    return b16, b5
"""


def tables(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    """Yield a table and all inside it."""
    yield table
    for inner in table.get_children():
        yield from tables(inner)


def compiled_globals(table: symtable.SymbolTable) -> set[str]:
    return {symbol.get_name() for inner in tables(table) for symbol in inner.get_symbols() if symbol.is_global()}


def functions_of(text: str) -> Iterator[tuple[str, set[str], set[str]]]:
    """Yield the plain functions at the top: name, globals as compiled, and the names that we read."""
    found = {table.get_name(): table for table in symtable.symtable(text, "a.py", "exec").get_children()}
    for node in grammar_of(LANGUAGE).parser.parse(text.encode()).root_node.named_children:
        named = node.child_by_field_name("name")
        if node.type == "function_definition" and named is not None and named.text is not None:
            names = item_names(node)
            if names.refusal is None:
                name = named.text.decode()
                yield name, compiled_globals(found[name]), {*names.free}


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_no_global_that_a_function_reads_is_overlooked(room: Path) -> None:
    for file in sorted(room.rglob("*.py")):
        for name, wanted, found in functions_of(file.read_text()):
            assert wanted <= found, f"{file} {name}"


def test_no_global_of_hard_functions_is_overlooked() -> None:
    read = {name: (wanted, found) for name, wanted, found in functions_of(HARD)}
    assert [*read] == ["walks", "binds"]
    assert all(wanted <= found for wanted, found in read.values())
    assert read["walks"][1] == {"a2", "a6"}


def test_no_name_that_a_file_binds_is_overlooked() -> None:
    root = grammar_of(LANGUAGE).parser.parse(HARD.encode()).root_node
    top = symtable.symtable(HARD, "a.py", "exec")
    bound = {symbol.get_name() for symbol in top.get_symbols() if symbol.is_assigned() or symbol.is_imported()}
    assert bound | {"bb"} <= {*file_names(root).bindings}
