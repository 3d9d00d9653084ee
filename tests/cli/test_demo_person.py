"""Pages are used as a browser uses them, over real HTTP."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from reviewer.cli.stage.page import read_page
from reviewer.cli.stage.person import Person, browsing
from reviewer.errors import TellOperator

FORM = """
<form method="post" action="/made?state=7">
<input type="hidden" name="manifest" value="{&quot;a&quot;: 1}"><input name="name" value="Reviewer">
<input type="radio" name="on" value="all" checked><input type="radio" name="on" value="some">
<input type="checkbox" name="public">
<button name="do" value="create">Create <b>GitHub</b> App</button><input type="submit" value="Cancel">
</form>
<a href="next">Go <em>on</em></a>
"""


class Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self._say(404 if self.path.startswith("/missing") else 200, FORM)

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["content-length"])).decode()
        self._say(200, f'<a href="{self.path}&amp;{sent}">sent</a>')

    def _say(self, status: int, html: str) -> None:
        self.send_response(status)
        self.end_headers()
        self.wfile.write(html.encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        pass


@pytest.fixture
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def person() -> Iterator[Person]:
    with browsing() as person:
        yield person


def test_a_form_would_send_what_stands_in_it() -> None:
    (form,) = read_page(FORM).forms
    assert form.values == {"manifest": '{"a": 1}', "name": "Reviewer", "on": "all"}


def test_a_button_has_the_text_that_is_read() -> None:
    (form,) = read_page(FORM).forms
    assert form.buttons == [("Create GitHub App", "do", "create"), ("Cancel", "", "Cancel")]


def test_pressing_a_button_sends_the_form_as_filled_in(person: Person, site: str) -> None:
    person.open(site)
    person.press("create github app", name="Mine")
    ((_, sent),) = person.page.links
    assert sent.startswith("/made?state=7&")
    assert {"name=Mine", "on=all", "do=create"} <= set(sent.split("&"))


def test_a_link_is_followed_from_where_one_is(person: Person, site: str) -> None:
    person.open(f"{site}/a/b")
    person.follow("Go on")
    assert person.address == f"{site}/a/next"


def test_a_missing_page_is_told_without_its_query(person: Person, site: str) -> None:
    with pytest.raises(TellOperator, match="/missing, but it answered 404") as told:
        person.open(f"{site}/missing?token=secret")
    assert "secret" not in str(told.value)


def test_a_missing_button_is_told_with_the_page(person: Person, site: str) -> None:
    person.open(f"{site}/page")
    with pytest.raises(TellOperator, match="/page has no button 'Install'"):
        person.press("Install")
