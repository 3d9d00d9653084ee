"""Where an error came from, without what it was about.

The message of somebody else's exception may hold a line of code, a title or a token (`KeyError: 'ghs_…'`), and so may
the variables of a frame. The log and the database get the frames and the error's name; errors of our own making, whose
words are written for the operator, keep them.
"""

import traceback
from collections.abc import Generator


def trace_of(error: BaseException) -> str:
    """Return the frames and the name of an error and of those that led to it, the first of them first."""
    parts = [_one(each) for each in _chain(error)]
    return "\nthen:\n".join(reversed(parts))


def _one(error: BaseException) -> str:
    frames = "".join(traceback.format_tb(error.__traceback__))
    name = type(error).__qualname__
    said = f"{name}: {error}" if _is_our_own(error) else name
    return f"Traceback (most recent call last):\n{frames}{said}"


def _is_our_own(error: BaseException) -> bool:
    return type(error).__module__.partition(".")[0] == __name__.partition(".")[0]


def _chain(error: BaseException) -> Generator[BaseException]:
    """Yield the error, and what it was raised from or while; each once, though errors can refer to each other."""
    seen = set[int]()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
