"""A web page as a person uses it: its links, its forms, and their buttons."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass(slots=True)
class Form:
    """A form: where it goes, the values of its inputs, and its buttons as (text, name, value)."""

    action: str
    method: str
    values: dict[str, str] = field(default_factory=dict[str, str])
    buttons: list[tuple[str, str, str]] = field(default_factory=list[tuple[str, str, str]])


@dataclass(slots=True)
class Page:
    """What can be done on a page: links as (text, address), and forms."""

    links: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    forms: list[Form] = field(default_factory=list[Form])


def find_button(page: Page, text: str) -> tuple[Form, dict[str, str]] | None:
    """Return the form of the first button that reads like this, and what pressing it adds; None without such a one."""
    found = [
        (form, {name: value} if name else {})
        for form in page.forms
        for said, name, value in form.buttons
        if text.lower() in said.lower()
    ]
    return found[0] if found else None


def read_page(html: str) -> Page:
    """Return the links and forms of a page, with the values a browser would send if nothing was changed."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.page


class _Reader(HTMLParser):
    """Collects links and forms. The text of a link or button is gathered until its end tag."""

    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self._form: Form | None = None
        self._inside: tuple[str, dict[str, str]] | None = None
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(known.get("action", ""), known.get("method", "get").lower())
            self.page.forms.append(self._form)
        elif tag == "input" and self._form is not None:
            _take_input(self._form, known)
        elif tag in ("a", "button"):
            self._inside, self._text = (tag, known), []

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        if self._inside is None or self._inside[0] != tag:
            return
        attributes, text = self._inside[1], " ".join("".join(self._text).split())
        self._inside = None
        if tag == "a":
            self.page.links.append((text, attributes.get("href", "")))
        elif self._form is not None:
            self._form.buttons.append((text, attributes.get("name", ""), attributes.get("value", "")))


def _take_input(form: Form, known: dict[str, str]) -> None:
    kind, name = known.get("type", "text"), known.get("name", "")
    if kind == "submit":
        form.buttons.append((known.get("value", ""), name, known.get("value", "")))
    elif name and (kind not in ("checkbox", "radio") or "checked" in known):
        form.values[name] = known.get("value", "on" if kind in ("checkbox", "radio") else "")
