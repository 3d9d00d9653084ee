"""What the long-running commands write to standard error: one line an event, JSON unless a person watches.

No line holds a secret, code, or what people wrote: of errors only our own words are told, see `reviewer.model.traces`.
"""

import logging
import sys
import threading

import structlog
from structlog.typing import EventDict, Processor

from reviewer.model.traces import trace_of

log = structlog.get_logger()


def configure_logs() -> None:
    """Set the form of the log for this process: for people on a terminal, JSON lines elsewhere."""
    is_watched = sys.stderr.isatty()
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _without_values,
    ]
    # The plain form: the other one prints the variables of every frame.
    person = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    last: Processor = person if is_watched else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[*shared, last],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    _adopt_libraries(shared, last)
    sys.excepthook = lambda _kind, error, _trace: _tell_uncaught(error)
    threading.excepthook = lambda given: _tell_uncaught(given.exc_value)


def _adopt_libraries(shared: list[Processor], last: Processor) -> None:
    """Give the warnings of libraries, which log in Python's own way, the same form."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
        )
    )
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)


def _without_values(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Replace an error by where it came from."""
    given: object = event.pop("exc_info", None)
    error = given if isinstance(given, BaseException) else sys.exc_info()[1]
    if given and error is not None:
        event["exception"] = trace_of(error)
    return event


def _tell_uncaught(error: BaseException | None) -> None:
    log.critical("uncaught error", exc_info=error)
