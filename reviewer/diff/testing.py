"""Which files are tests, by where they are and what they are called."""

import re

TEST_PATH = re.compile(
    r"(^|/)(tests?|testing|specs?|__tests__|testdata|androidTest|src/test)/"
    r"|(^|/)(test_[^/]*|conftest)\.py$|_test\.\w+$|_spec\.rb$|\.(test|spec)\.\w+$|(Test|Tests|TestCase|IT)\.(java|kt|cs|php)$"
)


def is_test_path(path: str) -> bool:
    """Return whether a path speaks of tests."""
    return TEST_PATH.search(path) is not None
