"""Pure moves between the Go files of one package: what is proved, and what is not."""

import pytest
from folder_pulls import change_of_texts

from reviewer.diff import diff_pull
from reviewer.model.units import Action

FOLD = """
func (c *Cart) Fold(text string) string {
	words := strings.Split(text, limit)
	return c.join(words, len(words))
}
"""
USES = '\nimport "strings"\n'
OTHERS = '\nimport (\n\t"fmt"\n\t"strings"\n)\n\nfunc (c *Cart) Print() { fmt.Println(c.Fold("a")) }\n'


def proofs(old: str, new: str, paths: tuple[str, str] = ("shop/a.go", "shop/b.go")) -> list[bool]:
    changes = [
        change_of_texts(paths[0], old.encode(), b"package shop\n"),
        change_of_texts(paths[1], None, new.encode()),
    ]
    return [unit.proof is not None for unit in diff_pull(changes).units if unit.actions[0] is Action.MOVED]


def test_a_method_that_moved_inside_its_package_is_proved() -> None:
    assert proofs(f"package shop\n{USES}{FOLD}", f"package shop\n{OTHERS}{FOLD}") == [True]


BARE = f"package shop\n{FOLD}"
PLAIN = f"package shop\n{USES}{FOLD}"
HERE = ("shop/a.go", "shop/b.go")
INIT = PLAIN.replace("(c *Cart) Fold", "init")
CALLER = PLAIN.replace("len(words)", "runtime.Caller(0)")
NOT_PROVED = {
    "another package": (PLAIN, PLAIN.replace("package shop", "package till"), HERE),
    "another directory": (PLAIN, PLAIN, ("shop/a.go", "till/b.go")),
    "an import that is missing": (PLAIN, BARE, HERE),
    "another import of the name": (PLAIN, f'package shop\n\nimport strings "shop/words"\n{FOLD}', HERE),
    "an import that may shadow": (
        PLAIN,
        f'package shop\n{USES}\nimport "example.org/go-limit.v2"\n{FOLD}',
        HERE,
    ),
    "an import under a name it says": (PLAIN, f'package shop\n{USES}\nimport limit "fmt"\n{FOLD}', HERE),
    "an import of a dot": (PLAIN, f'package shop\n{USES}\nimport . "example.org/words"\n{FOLD}', HERE),
    "C": (PLAIN, f'package shop\n{USES}\nimport "C"\n{FOLD}', HERE),
    "a build tag": (PLAIN, f"//go:build linux\n\n{PLAIN}", HERE),
    "a file for one system": (PLAIN, PLAIN, ("shop/a.go", "shop/b_linux.go")),
    "a file for one machine": (PLAIN, PLAIN, ("shop/a_arm64.go", "shop/b.go")),
    "a test's file": (PLAIN, PLAIN, ("shop/a.go", "shop/b_test.go")),
    "a file that is not built": (PLAIN, PLAIN, ("shop/a.go", "shop/_b.go")),
    "a broken file": (PLAIN, f"{PLAIN}\nfunc (", HERE),
    "init": (INIT, INIT, HERE),
    "its caller": (CALLER, CALLER, HERE),
    "another word": (PLAIN, PLAIN.replace("len(words)", "cap(words)"), HERE),
}


@pytest.mark.parametrize(("old", "new", "paths"), NOT_PROVED.values(), ids=NOT_PROVED)
def test_a_move_in_go_is_not_proved_when_a_name_may_mean_something_else(
    old: str, new: str, paths: tuple[str, str]
) -> None:
    assert proofs(old, new, paths) == [False]
