"""Every error raised on purpose, by who must act. Anything else that escapes is a bug."""


class ReviewerError(Exception):
    """What we raise knowingly. The message says what we did, on what, and what to do."""


class TryAgain(ReviewerError):
    """The world is busy: the same call may succeed later. `after` is in seconds; None leaves the wait to the queue."""

    def __init__(self, message: str, *, after: float | None = None) -> None:
        super().__init__(message)
        self.after = after


class NotYet(TryAgain):
    """A limit or a pace forbids it for now: it waits its time, however often, and nobody loses patience over it."""


class TellAuthor(ReviewerError):
    """The author of the pull or its policy must act; the message is shown on the check run."""


class TellOperator(ReviewerError):
    """Whoever runs the App, or the command, must act: settings, key, permissions, disk, a bad argument."""


class Gone(ReviewerError):
    """What the job is about is no more (repository, pull, installation): there is nothing left to do."""
