"""Who looks at a page, and what the address names."""

from dataclasses import dataclass

from starlette.requests import Request

from reviewer.sandbox.state.accounts import Account, AccountKind
from reviewer.sandbox.state.repositories import Pull, Repository
from reviewer.sandbox.state.world import NotThere, World

COOKIE = "sandbox_login"


@dataclass(frozen=True, slots=True)
class Visit:
    """A look at a page. `viewer` is the person chosen at the top of it, at first the oldest account."""

    world: World
    request: Request

    @property
    def people(self) -> list[Account]:
        """Everybody one can act as."""
        return [one for one in self.world.accounts.values() if one.kind is AccountKind.USER]

    @property
    def viewer(self) -> Account | None:
        """The person who looks."""
        chosen = self.world.accounts.get(self.request.cookies.get(COOKIE, "").lower())
        return chosen or next(iter(self.people), None)

    @property
    def actor(self) -> Account:
        """The person who acts; raises NotThere when nobody was created yet."""
        viewer = self.viewer
        if viewer is None:
            raise NotThere("there is nobody to act as: create_user first")
        return viewer

    @property
    def common(self) -> dict[str, object]:
        """What every page shows at its top."""
        return {"people": self.people, "viewer": self.viewer}

    @property
    def repository(self) -> Repository:
        """The repository in the address; raises NotThere."""
        return self.world.repository(self.part("owner"), self.part("repo"))

    @property
    def pull(self) -> Pull:
        """The pull request in the address; raises NotThere."""
        pull = self.repository.pulls.get(self.number("number"))
        if pull is None:
            message = f"{self.repository.full_name} has no pull request {self.part('number')}"
            raise NotThere(message)
        return pull

    def part(self, name: str) -> str:
        """Return a part of the path."""
        return str(self.request.path_params[name])

    def number(self, name: str) -> int:
        """Return a number in the path, -1 when it is none."""
        value = self.part(name)
        return int(value) if value.isdecimal() else -1

    async def field(self, name: str) -> str:
        """Return a field of the form that was sent, "" when it is not there."""
        async with self.request.form() as form:
            value = form.get(name, "")
        return value if isinstance(value, str) else ""

    async def fields(self, name: str) -> list[str]:
        """Return every value of a field."""
        async with self.request.form() as form:
            return [value for value in form.getlist(name) if isinstance(value, str)]
