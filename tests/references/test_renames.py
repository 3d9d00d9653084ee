"""Which renames are proved, and which are not: in real repositories, whose heads are searched."""

from pathlib import Path

import pytest
from references.head_repository import review_of

from reviewer.git.search import SearchLimits
from reviewer.model.units import ProofKind

PYTHON = '''"""Text."""


def fold(text):
    return _cut(text, 3)


def _cut(text, width):
    if not text:
        return text
    return [text[:width], *_cut(text[width:], width)]
'''
GO = "package a\n\nfunc Fold(s string) string {\n\treturn cut(s, 3)\n}\n"
GO_CUT = "package a\n\nfunc cut(s string, n int) string {\n\tif n > len(s) {\n\t\treturn s\n\t}\n\treturn s[:n]\n}\n"
JAVA = """class Text {
    String fold(String text) {
        return this.cut(text) + cut(text);
    }

    private String cut(String text) {
        String first = text.substring(3);
        return first.trim();
    }
}
"""
RUST = "pub fn fold(s: &str) -> &str {\n    cut(s)\n}\n\nfn cut(s: &str) -> &str {\n    let n = 3;\n    &s[..n]\n}\n"


def renamed(texts: dict[str, str], old: str = "cut", new: str = "snip") -> dict[str, str]:
    return {path: text.replace(old, new) for path, text in texts.items()}


CASES: dict[str, tuple[dict[str, str], str, str]] = {
    "Python": ({"a.py": PYTHON}, "_snip", "_cut"),
    "Go": ({"a/a.go": GO, "a/cut.go": GO_CUT}, "snip", "cut"),
    "Java": ({"Text.java": JAVA}, "snip", "cut"),
    "Rust": ({"a.rs": RUST}, "snip", "cut"),
}


@pytest.mark.parametrize("language", CASES)
def test_a_private_item_that_was_renamed_everywhere_is_proved_with_what_uses_it(tmp_path: Path, language: str) -> None:
    before, new, old = CASES[language]
    made = review_of(tmp_path, before, renamed(before))
    proofs = [unit.proof for unit in made.review.units]
    assert [proof and proof.kind for proof in proofs] == [ProofKind.RENAME] * 2
    proof = made.unit(new).proof
    assert proof is not None
    evidence = dict(proof.evidence)
    assert evidence[f"name {old}"] == new
    assert evidence["searched commit"] == made.review.head
    assert evidence["proof tokens before"] != evidence["proof tokens after"]
    assert {unit.lane.value for unit in made.review.plan.units} == {"mechanical"}


EDITED = PYTHON.replace("_cut", "_trim")
STRANGERS: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "a constant changed with it": ({}, {"a.py": EDITED.replace("return text\n", "return None\n")}),
    "it is public": ({"a.py": PYTHON.replace("_cut", "cut")}, {"a.py": PYTHON.replace("_cut", "trim")}),
    "it becomes public": ({}, {"a.py": PYTHON.replace("_cut", "trim")}),
    "a reference is left": ({"b.py": "import a\n\na._cut(1, 2)\n"}, {}),
    "a reference in another file moved": (
        {"b.py": "import a\n\na._cut(1, 2)\n"},
        {"b.py": "import a\n\na._trim(1, 2)\n"},
    ),
    "a string names it": ({"b.py": "call('_cut')\n"}, {}),
    "a string is put together": ({"b.py": "call(f'_run_{name}')\n", "a.py": PYTHON.replace("_cut", "_run_cut")}, {}),
    "a comment names it": ({"b.py": "# see _cut\n"}, {}),
    "another text names it": ({"hooks.yaml": "call: _cut\n"}, {}),
    "the new name was used": ({"b.py": "_trim = 1\n"}, {}),
    "the new name was used in the file": ({"a.py": PYTHON + "\n\ndef f(_trim):\n    return _trim\n"}, {}),
    "the new name was used where it no longer is": (
        {"a.py": PYTHON + "\n\ndef f(x):\n    return x(_trim)\n"},
        {"a.py": EDITED + "\n\ndef f(x):\n    return x(1)\n"},
    ),
    "the new name is in a string of the file": ({"a.py": PYTHON + "\n\nS = '_trim'\n"}, {}),
    "a member has the name": ({"a.py": PYTHON + "\n\ndef f(x):\n    return x._cut(1)\n"}, {}),
    "a keyword has the name": ({"a.py": PYTHON + "\n\ndef f(x):\n    return x(_cut=1)\n"}, {}),
    "a parameter has the name": ({"a.py": PYTHON + "\n\ndef f(_cut):\n    return 1\n"}, {}),
    "a class has a member of the name": ({"a.py": PYTHON + "\n\nclass C:\n    _cut = 1\n"}, {}),
    "a class has hidden members": ({"a.py": PYTHON + "\n\nclass C:\n    _cut, b = 1, 2\n"}, {}),
    "names are found at run time": ({"a.py": PYTHON + "\n\ndef f(x):\n    return globals()[x]\n"}, {}),
    "it is decorated": ({"a.py": PYTHON.replace("def _cut", "@task\ndef _cut")}, {}),
    "it is defined twice": ({"a.py": PYTHON + "\n\ndef _cut(a, b):\n    return a\n"}, {}),
    "the file is broken": ({"a.py": PYTHON + "\n\ndef f(:\n"}, {}),
}


@pytest.mark.parametrize("case", STRANGERS)
def test_no_rename_is_proved_when(tmp_path: Path, case: str) -> None:
    before, after = STRANGERS[case]
    before = {"a.py": PYTHON} | before
    text = before["a.py"]
    old, new = ("_run_cut", "_run_trim") if "_run_cut" in text else ("_cut", "_trim")
    made = review_of(tmp_path, before, {"a.py": text.replace(old, new)} | after)
    assert [unit.proof for unit in made.review.units if unit.proof is not None] == []


OTHERS: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "Go: exported": ({"a/a.go": GO_CUT.replace("cut", "Cut")}, {"a/a.go": GO_CUT.replace("cut", "Trim")}),
    "Go: a selector has the name": ({"a/a.go": GO_CUT + "\nfunc F(x T) { x.cut() }\n"}, {}),
    "Go: a key has the name": ({"a/a.go": GO_CUT + "\nvar X = T{cut: 1}\n"}, {}),
    "Go: linked by its name": ({"a/a.go": GO_CUT + "\n//go:linkname other cut\n"}, {}),
    "Go: assembly names it": ({"a/a.go": GO_CUT, "a/a.s": "CALL \u00b7cut(SB)\n"}, {}),
    "Java: not private": ({"Text.java": JAVA.replace("private ", "")}, {}),
    "Java: annotated": ({"Text.java": JAVA.replace("private", "@PostConstruct private")}, {}),
    "Java: inherits": ({"Text.java": JAVA.replace("Text {", "Text extends Base {")}, {}),
    "Java: another object's": ({"Text.java": JAVA.replace("this.cut", "other.cut")}, {}),
    "Java: in an anonymous class": (
        {"Text.java": JAVA.replace("return this.cut(text) + cut(text);", "f(new A() { int g() { return cut(1); } });")},
        {},
    ),
    "Java: overloaded": ({"Text.java": JAVA.replace("}\n}\n", "}\n    void cut(int n) { n++; }\n}\n")}, {}),
    "Rust: public": ({"a.rs": RUST.replace("\nfn cut", "\npub fn cut")}, {}),
    "Rust: another's": ({"a.rs": RUST.replace("    cut(s)", "    s.cut()")}, {}),
    "Rust: with an attribute": ({"a.rs": RUST.replace("\nfn cut", "\n#[no_mangle]\nfn cut")}, {}),
    "C: never": ({"a.c": "static int cut(int n) { int m = n; return m + 1; }\nint f() { return cut(1); }\n"}, {}),
}


@pytest.mark.parametrize("case", OTHERS)
def test_in_other_languages_no_rename_is_proved_when(tmp_path: Path, case: str) -> None:
    before, after = OTHERS[case]
    made = review_of(tmp_path, before, after or renamed({p: t for p, t in before.items() if not p.endswith(".s")}))
    assert [unit.proof for unit in made.review.units if unit.proof is not None] == []


@pytest.mark.parametrize("limits", [SearchLimits(files=1), SearchLimits(read_files=0), SearchLimits(each=60)])
def test_no_rename_is_proved_when_not_all_was_searched(tmp_path: Path, limits: SearchLimits) -> None:
    made = review_of(tmp_path, {"a.py": PYTHON, "b.py": "b = 1\n" * 20}, renamed({"a.py": PYTHON}), limits=limits)
    assert [unit.proof for unit in made.review.units if unit.proof is not None] == []


def test_no_rename_is_proved_when_another_text_was_not_searched(tmp_path: Path) -> None:
    texts = {"a.py": PYTHON, "b.yaml": "b: 1\n" * 900}
    made = review_of(tmp_path, texts, renamed({"a.py": PYTHON}), limits=SearchLimits(each=1000))
    assert [unit.proof for unit in made.review.units if unit.proof is not None] == []


def test_prose_may_name_what_is_gone_and_that_is_said(tmp_path: Path) -> None:
    made = review_of(tmp_path, {"a.py": PYTHON, "CHANGES.md": "Added `_cut`.\n"}, renamed({"a.py": PYTHON}))
    proof = made.unit("_snip").proof
    assert proof is not None
    assert dict(proof.evidence)["still named in prose"] == "CHANGES.md"


def test_renames_that_use_each_other_stand_or_fall_together(tmp_path: Path) -> None:
    text = "def _one(a):\n    b = a\n    return _two(b)\n\n\ndef _two(a):\n    c = a + 1\n    return c\n"
    after = text.replace("_one", "_eins").replace("_two", "_zwei")
    made = review_of(tmp_path / "both", {"a.py": text}, {"a.py": after})
    assert [unit.proof is not None for unit in made.review.units] == [True, True]
    made = review_of(tmp_path / "one", {"a.py": text, "b.py": "'_two'\n"}, {"a.py": after})
    assert [unit.proof is not None for unit in made.review.units] == [False, False]


def test_what_else_changed_beside_a_rename_needs_eyes(tmp_path: Path) -> None:
    after = EDITED.replace("_trim(text, 3)", "_trim(text, 4)")
    made = review_of(tmp_path, {"a.py": PYTHON}, {"a.py": after})
    assert made.unit("_trim").proof is not None
    assert made.unit("fold").proof is None
