"""Reading a request's JSON body strictly, with GitHub's way of complaining."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast


class Invalid(ValueError):
    """The body is not what the operation takes; becomes a 422."""


@dataclass(frozen=True, slots=True)
class Body:
    """A JSON object, and where in the body it stands, for messages."""

    fields: Mapping[str, object]
    place: str = ""

    def text(self, name: str, *, most: int | None = None) -> str | None:
        """Return a text of at most so many characters, or None when it is absent or null."""
        value = self.fields.get(name)
        if value is None:
            return None
        if not isinstance(value, str):
            message = f"For '{self.place}{name}', {value!r} is not a string."
            raise Invalid(message)
        if most is not None and len(value) > most:
            message = f"For '{self.place}{name}', only {most} characters are allowed; {len(value)} were supplied."
            raise Invalid(message)
        return value

    def needed_text(self, name: str, *, most: int | None = None) -> str:
        """Return a text that must be there."""
        value = self.text(name, most=most)
        if value is None:
            message = f'"{self.place}{name}" wasn\'t supplied.'
            raise Invalid(message)
        return value

    def word(self, name: str, allowed: tuple[str, ...]) -> str | None:
        """Return one of the allowed words, or None when it is absent."""
        value = self.text(name)
        if value is not None and value not in allowed:
            message = f"For '{self.place}{name}', {value} is not a member of {list(allowed)}."
            raise Invalid(message)
        return value

    def whole(self, name: str) -> int | None:
        """Return a whole number, or None when it is absent."""
        value = self.fields.get(name)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool):
            message = f"For '{self.place}{name}', {value!r} is not an integer."
            raise Invalid(message)
        return value

    def needed_whole(self, name: str) -> int:
        """Return a whole number that must be there."""
        value = self.whole(name)
        if value is None:
            message = f'"{self.place}{name}" wasn\'t supplied.'
            raise Invalid(message)
        return value

    def moment(self, name: str) -> datetime | None:
        """Return a moment in ISO 8601, or None when it is absent."""
        value = self.text(name)
        if value is None:
            return None
        try:
            return datetime.fromisoformat(value).astimezone(UTC)
        except ValueError as error:
            message = f"For '{self.place}{name}', {value} is not a date-time."
            raise Invalid(message) from error

    def part(self, name: str) -> "Body | None":
        """Return an object inside, or None when it is absent."""
        value = self.fields.get(name)
        if value is None:
            return None
        if not isinstance(value, dict):
            message = f"For '{self.place}{name}', {value!r} is not an object."
            raise Invalid(message)
        return Body(cast("dict[str, object]", value), f"{self.place}{name}/")

    def parts(self, name: str, *, most: int) -> "list[Body] | None":
        """Return a list of at most so many objects, or None when it is absent."""
        found = self.values(name)
        if found is None:
            return None
        if len(found) > most:
            message = f"Only {most} items are allowed; {len(found)} were supplied."
            raise Invalid(message)
        wrapped = Body({str(index): value for index, value in enumerate(found)}, f"{self.place}{name}/")
        inside = [wrapped.part(str(index)) for index in range(len(found))]
        return [one for one in inside if one is not None]

    def values(self, name: str) -> list[object] | None:
        """Return a list of anything, or None when it is absent."""
        value = self.fields.get(name)
        if value is None:
            return None
        if not isinstance(value, list):
            message = f"For '{self.place}{name}', {value!r} is not an array."
            raise Invalid(message)
        return cast("list[object]", value)
