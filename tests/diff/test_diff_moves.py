"""Pure moves between Python files: what is proved, and above all what is not."""

from dataclasses import dataclass, field, replace

import pytest
from folder_pulls import change_of_texts

from reviewer.diff import diff_pull
from reviewer.model.files import FileSide
from reviewer.model.units import Action, ChangeUnit, ProofKind

FOLD = """def fold(text: str) -> list[str]:
    lines = [line.strip() for line in text.splitlines() if line]
    for number, line in enumerate(lines):
        lines[number] = line.lower()
    return sorted(lines, key=lambda line: len(line))
"""
MATCH = 'def match(text: str) -> bool:\n    return re.fullmatch(r"[a-z]+", text) is not None\n'
WAIT = "def wait(job: str) -> int:\n    total = poll(job)\n    return total * TIMEOUT\n"
CALLS = "def days(n):\n    return plural(n, 'day')\n"
POLL = "def poll(job: str) -> int:\n    return sum(len(part) for part in job.split())\n"


@dataclass(frozen=True)
class Files:
    """A move from one file to another: their texts, before and after."""

    old: str
    left: str | None
    new: str
    was: str | None = None
    paths: tuple[str, str] = ("shop/old.py", "shop/new.py")
    others: dict[str, tuple[str | None, str | None]] = field(default_factory=dict[str, tuple[str | None, str | None]])


def proved(files: Files) -> list[str]:
    """Return the names of what is proved to have moved between files."""
    return sorted(unit.place.qualified_name for unit in moved_units(files) if unit.proof is not None)


def moved_units(files: Files) -> list[ChangeUnit]:
    texts = {files.paths[0]: (files.old, files.left), files.paths[1]: (files.was, files.new), **files.others}
    changes = [change_of_texts(path, as_bytes(before), as_bytes(after)) for path, (before, after) in texts.items()]
    found = [unit for unit in diff_pull(changes).units if unit.actions[0] is Action.MOVED]
    assert found, "nothing was taken for moved"
    return found


def as_bytes(text: str | None) -> bytes | None:
    return text.encode() if text is not None else None


PROVED = {
    "only builtins and its own names": (Files(FOLD, None, FOLD), ["fold"]),
    "out of a file that keeps others": (Files(FOLD + POLL, POLL, FOLD), ["fold"]),
    "into a file that has others": (Files(FOLD, None, POLL + "\n\n" + FOLD, POLL), ["fold"]),
    "the same import in both": (Files("import re\n" + MATCH, None, "import os\nimport re\n" + MATCH), ["match"]),
    "the same name of a longer import": (
        Files(
            "from datetime import date, time\n\ndef first(day: date) -> date:\n    return day.replace(day=1)\n",
            None,
            "from datetime import date\n\ndef first(day: date) -> date:\n    return day.replace(day=1)\n",
        ),
        ["first"],
    ),
    "a relative import in one directory": (
        Files("from .words import plural\n" + CALLS, None, "from .words import plural\n" + CALLS),
        ["days"],
    ),
    "a function and a constant that moved along": (
        Files("TIMEOUT = 5\n" + WAIT + POLL, None, "TIMEOUT = 5\n" + POLL + WAIT),
        ["TIMEOUT", "poll", "wait"],
    ),
    "functions that call each other": (
        Files(
            "def even(n):\n    return n == 0 or odd(n - 1)\n\n\ndef odd(n):\n    return n != 0 and even(n - 1)\n",
            None,
            "def odd(n):\n    return n != 0 and even(n - 1)\n\n\ndef even(n):\n    return n == 0 or odd(n - 1)\n",
        ),
        ["even", "odd"],
    ),
    "the old file imports it from the new one": (
        Files(FOLD + "A = fold('a')\n", "from shop.new import fold\nA = fold('a')\n", FOLD),
        ["fold"],
    ),
    "the new file imported it from the old one": (
        Files(FOLD, None, FOLD + "A = fold('a')\n", "from .old import fold\nA = fold('a')\n"),
        ["fold"],
    ),
    "a package of the project that holds both": (
        Files(
            "from shop.words import plural\n" + "def days(n):\n    return plural(n, 'day')\n",
            None,
            "from shop.words import plural\n" + "def days(n):\n    return plural(n, 'day')\n",
            paths=("src/shop/a/old.py", "src/shop/b/new.py"),
        ),
        ["days"],
    ),
}

LIMIT = "def cut(text, limit=LIMIT):\n    return text[:limit].rstrip('.').strip()\n"
CACHED = "@cache\ndef square(n):\n    return sum(n for _ in range(n)) if n > 0 else 0\n"
COUNT = "def count():\n    global total\n    total = len('abc') + sum([1, 2])\n    return total\n"
USE = "def use(n):\n    return helper(n) + sum(range(n)) - len(str(n))\n"
HELPER = "def helper(n):\n    return n * 2 + sum(range(n)) - len(str(n)) + 17\n"
NAMED = "def whoami(n):\n    return __name__ + str(n) + ' is what this file is called'\n"
LOOKS = "def find(name):\n    return globals()[name] if len(name) > 2 else str(name)\n"
EVALS = "def run(text):\n    return eval(text) if len(text) > 2 else str(text)\n"
FRAME = "import sys\ndef caller(n):\n    return sys._getframe(n).f_code.co_name + str(len('abc'))\n"
QUOTED = "def name_of(one: 'Thing', other: int) -> str:\n    return str(one) + str(other) + str(len('a'))\n"
INNER = "def days(n):\n    from .words import plural\n    return plural(n, 'day') + str(len('a'))\n"
WALKS = "def walk(n):\n    return [helper for helper in helper if helper] + sum(range(n)) * len(str(n))\n"
DELETES = "def clear(n):\n    del shared\n    return n + sum(range(n)) - len(str(n)) + 17\n"
CLASSY = (
    "def make(n):\n    class Inner:\n        size = 2\n\n        def get(self):\n            return size + n\n\n"
    "    return Inner().get() + n + len('abc')\n"
)
KINDS = "def kind_of(kind: kind) -> str:\n    return str(kind) + str(len('a')) + str(sum([1, 2, 3]))\n"
OTHER_KINDS = "TYPE = 3\n" + KINDS.replace("kind: kind", "n: TYPE").replace("str(kind)", "str(n)")
MATCHES = "def pick(n):\n    match n:\n        case 1:\n            return helper\n    return sum(range(n))\n"
NOW = "def stamp(at=time.time()):\n    return str(at) + ' is when this was loaded, not called'\n"
TEST = "def test_sum(client):\n    assert client.get('/sum').status == 200 and len('abc') == 3\n"
STAR = "from shop.words import *\n"
ALL = "TIMEOUT = 5\n"

NOT_PROVED = {
    "another TIMEOUT in the new file": Files(ALL + WAIT + POLL, ALL, "TIMEOUT = 9\n" + WAIT + POLL, "TIMEOUT = 9\n"),
    "a TIMEOUT that stays behind": Files(ALL + USE.replace("helper(n)", "TIMEOUT"), ALL, "TIMEOUT = 5\n" + USE),
    "a builtin shadowed in the new file": Files(FOLD, None, "def sorted(a, key):\n    return a\n\n" + FOLD),
    "a builtin shadowed in the old file": Files("len = 3\n" + FOLD, "len = 3\n", FOLD),
    "a builtin shadowed by a loop": Files(FOLD, None, FOLD + "for len in ():\n    pass\n"),
    "a builtin shadowed by a walrus": Files(FOLD, None, FOLD + "print((len := 3))\n"),
    "a builtin shadowed by a global": Files(FOLD, None, FOLD + "def g():\n    global len\n    len = 3\n"),
    "a builtin shadowed by with": Files(FOLD, None, FOLD + "with open('a') as len:\n    pass\n"),
    "a builtin shadowed by except": Files(FOLD, None, FOLD + "try:\n    pass\nexcept OSError as len:\n    pass\n"),
    "a builtin shadowed by a pattern": Files(FOLD, None, FOLD + "match 3:\n    case len:\n        pass\n"),
    "a builtin shadowed by an import": Files(FOLD, None, "from shop.words import size as len\n" + FOLD),
    "a builtin written to": Files(FOLD, None, "import builtins\nbuiltins.len = 3\n" + FOLD),
    "another import of the same name": Files("import re\n" + MATCH, None, "import regex as re\n" + MATCH),
    "another member under the same name": Files(
        "from shop.words import plural\n" + CALLS, None, "from shop.words import many as plural\n" + CALLS
    ),
    "another module": Files("from shop.a import plural\n" + CALLS, None, "from shop.b import plural\n" + CALLS),
    "an import that is missing": Files("import re\n" + MATCH, None, MATCH),
    "a star import in the new file": Files(FOLD, None, STAR + FOLD),
    "a star import in the old file": Files(STAR + FOLD, STAR, FOLD),
    "a default that reads a constant": Files("LIMIT = 3\n" + LIMIT, None, "LIMIT = 3\n" + LIMIT),
    "an annotation that reads a constant": Files(OTHER_KINDS, None, OTHER_KINDS),
    "an annotation that is named as its parameter": Files(
        "from shop.a import kind\n" + KINDS, None, "from shop.b import kind\n" + KINDS
    ),
    "a default that is computed": Files("import time\n" + NOW, None, "import time\n" + NOW),
    "a decorator from another module": Files(
        "from functools import cache\n" + CACHED, None, "from shop.caches import cache\n" + CACHED
    ),
    "a decorator": Files("from functools import cache\n" + CACHED, None, "from functools import cache\n" + CACHED),
    "a relative import at another depth": Files(
        "from .words import plural\n" + CALLS, None, "from .words import plural\n" + CALLS, paths=("a/x.py", "a/b/y.py")
    ),
    "a relative import inside": Files(INNER, None, INNER, paths=("a/x.py", "a/b/y.py")),
    "an import of one root in another root": Files(
        "from config import plural\n" + CALLS, None, "from config import plural\n" + CALLS, paths=("a/x.py", "b/y.py")
    ),
    "a global statement": Files("total = 0\n" + COUNT, None, "total = 0\n" + COUNT),
    "a conditional import": Files(
        "import re\n" + MATCH, None, "import os\nif os.name:\n    import re\nelse:\n    import regex as re\n" + MATCH
    ),
    "an import that is conditional in both": Files(
        "import os\nif os.name:\n    import re\n" + MATCH, None, "import os\nif os.name:\n    import re\n" + MATCH
    ),
    "a tried import": Files(
        "import re\n" + MATCH, None, "try:\n    import re\nexcept ImportError:\n    re = None\n" + MATCH
    ),
    "an import that is deleted": Files("import re\n" + MATCH, None, "import re\n" + MATCH + "del re\n"),
    "an import that is bound again": Files("import re\n" + MATCH, None, "import re\n" + MATCH + "re = None\n"),
    "an import that is written to": Files(
        "import re\n" + MATCH, None, "import re\n" + MATCH + "re.fullmatch = print\n"
    ),
    "an import below": Files("import re\n" + MATCH, None, MATCH + "import re\n"),
    "a name that is bound again": Files(FOLD, None, FOLD + "fold = print\n"),
    "a name that is bound again by +=": Files(ALL + WAIT + POLL, None, ALL + "TIMEOUT += 1\n" + WAIT + POLL),
    "a name that is written to": Files(FOLD, None, FOLD + "fold.limit = 3\n"),
    "a name that the old file writes to": Files(
        FOLD + "fold.limit = 3\n", "from shop.new import fold\nfold.limit = 3\n", FOLD
    ),
    "a name that is set": Files(FOLD, None, "import sys\n" + FOLD + "setattr(sys, 'fold', 3)\n"),
    "two definitions": Files(FOLD, None, FOLD + "\n\ndef fold(text):\n    return []\n"),
    "two definitions before": Files("def fold(text):\n    return []\n\n\n" + FOLD, None, FOLD),
    "a reader that stays": Files(FOLD + "A = fold('a')\n", "A = fold('a')\n", FOLD),
    "a reader that gets another": Files(FOLD + "A = fold('a')\n", "from shop.else_ import fold\nA = fold('a')\n", FOLD),
    "a name that readers took from elsewhere": Files(
        FOLD, None, FOLD + "A = fold('a')\n", "from shop.words import fold\nA = fold('a')\n"
    ),
    "a name that readers took for a builtin": Files(
        FOLD.replace("fold", "filter"),
        None,
        "A = filter(None, [])\n" + FOLD.replace("fold", "filter"),
        "A = filter(None, [])\n",
    ),
    "a helper that changed": Files(
        USE + HELPER, None, USE + HELPER.replace("17", "18"), others={"shop/x.py": ("a = 1\n", "a = 2\n")}
    ),
    "a helper that stays and is imported": Files(USE + HELPER, HELPER, "from shop.old import helper\n" + USE),
    "a helper that went elsewhere": Files(USE + HELPER, None, USE, others={"shop/third.py": (None, HELPER)}),
    "a helper of a helper that is unknown": Files(
        USE + HELPER.replace("17", "tax()"), None, USE + HELPER.replace("17", "tax()")
    ),
    "the name of its file": Files(NAMED, None, NAMED),
    "globals()": Files(LOOKS, None, LOOKS),
    "eval()": Files(EVALS, None, EVALS),
    "its frame": Files(FRAME, None, FRAME),
    "an annotation in quotes": Files(QUOTED, None, QUOTED),
    "a comprehension over what it binds": Files("helper = [1]\n" + WALKS, "helper = [1]\n", "helper = [2]\n" + WALKS),
    "del of a shared name": Files("shared = 1\n" + DELETES, None, "shared = 2\n" + DELETES),
    "a class inside": Files("size = 1\n" + CLASSY, "size = 1\n", "size = 3\n" + CLASSY),
    "a match inside": Files("helper = 1\n" + MATCHES, None, "helper = 2\n" + MATCHES),
    "a test": Files(TEST, None, TEST, paths=("shop/test_a.py", "shop/test_b.py")),
    "a test's helper": Files(FOLD, None, FOLD, paths=("tests/a.py", "tests/b.py")),
    "a hook": Files(FOLD.replace("fold", "pytest_configure"), None, FOLD.replace("fold", "pytest_configure")),
    "a file's own __getattr__": Files(
        FOLD, None, FOLD + "def __getattr__(name):\n    return 3\n", paths=("shop/old.py", "shop/new.py")
    ),
    "another future": Files("from __future__ import annotations\n" + FOLD, None, FOLD),
    "into a class": Files(FOLD, None, "class A:\n" + "".join(f"    {line}\n" for line in FOLD.splitlines())),
    "into an if": Files(FOLD, None, "if 1:\n" + "".join(f"    {line}\n" for line in FOLD.splitlines())),
    "out of an if": Files("if 1:\n" + "".join(f"    {line}\n" for line in FOLD.splitlines()), None, FOLD),
    "a constant of its settings": Files("RETRIES = 5\n" + FOLD, FOLD, "RETRIES = 5\n"),
    "a value that is computed": Files("TIMEOUT = int('5')\n" + WAIT + POLL, None, "TIMEOUT = int('5')\n" + WAIT + POLL),
    "a comment that acts": Files(FOLD, None, FOLD.replace("if line]", "if line]  # type: ignore")),
    "a stub": Files(FOLD, None, FOLD, paths=("shop/old.py", "shop/new.pyi")),
    "a broken file": Files(FOLD, None, FOLD + "\n\ndef (:\n"),
    "a builtin shadowed in other letters": Files(FOLD, None, "\uff4c\uff45\uff4e = 3\n" + FOLD),
    "out of a package's own file": Files(FOLD, None, FOLD, paths=("shop/__init__.py", "shop/new.py")),
    "a doctest": Files(
        'def f():\n    """Say.\n\n    >>> g(1)\n    """\n    return len("a")\n' + FOLD,
        FOLD,
        'def f():\n    """Say.\n\n    >>> g(1)\n    """\n    return len("a")\n',
    ),
    "another encoding": Files(FOLD, None, "# -*- coding: latin-1 -*-\nimport os\n\n\n" + FOLD),
}


@pytest.mark.parametrize(("files", "names"), PROVED.values(), ids=PROVED)
def test_a_move_is_proved_when_all_its_names_mean_the_same(files: Files, names: list[str]) -> None:
    assert proved(files) == names


@pytest.mark.parametrize("files", NOT_PROVED.values(), ids=NOT_PROVED)
def test_a_move_is_not_proved_when_a_name_may_mean_something_else(files: Files) -> None:
    unknown = {"poll", "helper"} if files.old.count("def ") > 1 else set[str]()
    assert set(proved(files)) <= unknown


def test_a_proof_says_how_each_name_is_known() -> None:
    texts = ALL + "import re\n" + WAIT + MATCH + POLL
    proofs = {unit.place.name: unit.proof for unit in moved_units(Files(texts, None, texts))}
    evidence = {name: dict(proof.evidence) for name, proof in proofs.items() if proof is not None}
    assert evidence["match"]["name re"] == "in both files: import re"
    assert evidence["wait"]["name TIMEOUT"] == "moved along, proved too"
    assert evidence["poll"]["name len"] == "a builtin that neither file binds"


def test_a_proof_claims_the_text_and_its_names_only() -> None:
    proof = moved_units(Files(FOLD, None, FOLD))[0].proof
    assert proof is not None
    assert proof.kind is ProofKind.MOVE
    assert proof.statement.startswith("Same text, and every name in it means the same in its new file.")


def test_what_was_copied_is_not_proved_to_have_moved() -> None:
    copied = replace(change_of_texts("shop/old.py", FOLD.encode(), b"A = 1\n"), is_copy=True)
    copied = replace(copied, after=FileSide("shop/copy.py", content=b"A = 1\n"))
    units = diff_pull([copied, change_of_texts("shop/new.py", None, FOLD.encode())]).units
    assert [unit.proof for unit in units if unit.place.name == "fold"] == [None]
