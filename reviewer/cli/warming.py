"""What every review needs is loaded once, before the processes that make reviews are forked off."""

from githubkit_schemas.v2022_11_28 import models

from reviewer.diff.languages import BY_SUFFIX
from reviewer.diff.reading import load_grammars
from reviewer.model.files import FileChange, FileSide, Hunk
from reviewer.model.ids import PullNumber, Sha
from reviewer.model.lines import LineRange
from reviewer.model.parsing import PARSE_ALL
from reviewer.model.published import PullLinks
from reviewer.model.pulls import PullSnapshot
from reviewer.model.serial import dump_diff, dump_review, parse_diff, parse_review
from reviewer.pipeline import diff_snapshot, review_diff
from reviewer.report.check import render_check
from reviewer.report.comment import render_comment

_REPLIES = ("InstallationToken", "PullRequest", "Issue", "IssueComment", "CheckRun", "BasicError")


def warm_up() -> None:
    """Make a review of one line and word it, load the grammars, and githubkit's models, which else waits for a call."""
    load_grammars(f"warm{suffix}" for suffix in BY_SUFFIX)
    side = FileSide("warm.py", content=b"warm = True\n")
    snapshot = PullSnapshot((FileChange(None, side, (Hunk(None, LineRange(1, 1)),)),))
    review = review_diff(snapshot, parse_diff(dump_diff(diff_snapshot(snapshot))), None, None, PARSE_ALL)
    links = PullLinks("https://github.com", "owner/name", PullNumber(1), Sha("0" * 40))
    render_comment(review, links)
    render_check([(links, parse_review(dump_review(review)))])
    for name in _REPLIES:
        getattr(models, name)
