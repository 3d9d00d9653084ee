"""What a pull says while permissions are missing, in full."""

import pytest

from reviewer.model.installations import Lack
from reviewer.model.policy import Mode
from reviewer.report.states import render_lack, render_lack_comment

PAGE = "https://github.com/organizations/acme/settings/installations/55"
LACK = Lack(("checks: write", "contents: read"), PAGE, can_read=True, can_comment=True, can_check=False)

SAID = (
    "**What happened:** the App asks for permissions that are not granted here yet: `checks: write`, `contents: read`."
    "\n\n"
    f"**What happens next:** whoever owns the installation accepts them [on its page]({PAGE}). "
    "Every open pull request is reviewed then, without anybody asking for it."
    "\n\n"
    "Nothing is said here about the change itself: no unit of it was read."
)


def test_the_comment_says_who_has_to_do_what_where() -> None:
    head = '<!-- reviewer:sticky v1 {"head": ""} -->\n**Not reviewed yet: the App waits for permissions**\n\n'
    assert render_lack_comment(LACK).rstrip() == (head + SAID)


@pytest.mark.parametrize(("mode", "conclusion"), [(Mode.ADVISORY, "neutral"), (Mode.GATE, "action_required")])
def test_the_check_run_says_the_same_and_never_looks_clean(mode: Mode, conclusion: str) -> None:
    report = render_lack(LACK, mode)
    assert (report.title, report.conclusion.value) == ("Not reviewed: the App waits for permissions", conclusion)
    assert report.summary.rstrip() == SAID


def test_a_page_that_is_not_known_is_described() -> None:
    lack = Lack(("checks: write",), "", can_read=True, can_comment=True, can_check=False)
    assert "at GitHub, under *Settings*, *GitHub Apps*" in render_lack_comment(lack)


def test_an_address_cannot_end_its_link() -> None:
    lack = Lack(("checks: write",), "https://x.example/a) <b>", can_read=True, can_comment=True, can_check=False)
    assert "(https://x.example/a%29%20%3Cb%3E)" in render_lack_comment(lack)
