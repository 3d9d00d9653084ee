"""Say something on a pull request, and change what was said."""

import re

from reviewer.sandbox.acts.accounts import may_write
from reviewer.sandbox.hooks.announce import Event, announce
from reviewer.sandbox.shapes import Json
from reviewer.sandbox.shapes.conversation import comment_json, issue_json
from reviewer.sandbox.state.accounts import Account, App
from reviewer.sandbox.state.repositories import Comment, Issue, Reaction, Repository
from reviewer.sandbox.state.world import NotThere, World

# A line that begins a task: "- [ ] …", in a list of any kind, inside a quotation or not.
_BOX = re.compile(r"^([\s>]*(?:[-*+]|\d+[.)])\s+\[)([ xX])(?=\]\s)")


class NotAllowed(PermissionError):
    """Somebody tried what their role does not let them do."""


def open_issue(world: World, repository: Repository, author: Account, title: str, body: str) -> Issue:
    """Open an issue; the sandbox tells nobody, as no App here listens to issues."""
    with world.lock:
        now = world.clock.now()
        issue = Issue(world.new_id(), repository.next_number(), title, body, author, now, now)
        repository.issues[issue.number] = issue
        return issue


def comment(world: World, repository: Repository, number: int, author: Account | App, body: str) -> Comment:
    """Add a comment by a person or an App, and announce it."""
    with world.lock:
        app = author if isinstance(author, App) else None
        person = author.bot if isinstance(author, App) else author
        now = world.clock.now()
        said = Comment(world.new_id(), number, person, body, now, now, app)
        repository.comments[said.id] = said
        _announce(world, repository, said, "created", person)
        return said


def edit_comment(world: World, repository: Repository, said: Comment, sender: Account, body: str) -> None:
    """Change a comment's text and announce what it was before."""
    with world.lock:
        before, said.body = said.body, body
        said.updated_at = world.clock.now()
        _announce(world, repository, said, "edited", sender, changes={"body": {"from": before}})


def delete_comment(world: World, repository: Repository, said: Comment, sender: Account) -> None:
    """Take a comment away."""
    with world.lock:
        del repository.comments[said.id]
        _announce(world, repository, said, "deleted", sender)


def react(world: World, said: Comment, author: Account, content: str) -> tuple[Reaction, bool]:
    """Put a reaction under a comment; return it and whether it is new. GitHub announces none."""
    with world.lock:
        for known in said.reactions:
            if known.author is author and known.content == content:
                return known, False
        reaction = Reaction(world.new_id(), author, content, world.clock.now())
        said.reactions.append(reaction)
        return reaction, True


def boxes(body: str) -> list[tuple[int, str]]:
    """Return every line that has a task-list box, with its place among the lines (0 is the first)."""
    return [(place, line) for place, line in enumerate(body.splitlines()) if _BOX.match(line)]


def tick(world: World, repository: Repository, said: Comment, line: int, sender: Account) -> None:
    """Turn the box in a line (0 is the first) of a comment, as somebody who may edit it.

    People with write access can tick boxes in anybody's comment; raises NotAllowed for others, and ValueError when
    the line has no box (any more).
    """
    if sender is not said.author and not may_write(repository, sender):
        message = f"{sender.login} may not edit comments in {repository.full_name}: it takes write access"
        raise NotAllowed(message)
    with world.lock:
        lines = said.body.splitlines(keepends=True)
        found = _BOX.match(lines[line]) if line < len(lines) else None
        if found is None:
            message = f"line {line + 1} of comment {said.id} has no box: the comment changed, look again"
            raise ValueError(message)
        mark = "x" if found[2] == " " else " "
        lines[line] = f"{found[1]}{mark}{lines[line][found.end() :]}"
        edit_comment(world, repository, said, sender, "".join(lines))


def _announce(
    world: World, repository: Repository, said: Comment, action: str, sender: Account, **more: object
) -> None:
    item = repository.item(said.number)
    if item is None:
        message = f"{repository.full_name} has no issue or pull request {said.number} to comment on"
        raise NotThere(message)
    fields: Json = {
        "issue": issue_json(world, repository, item),
        "comment": comment_json(world, repository, said),
        **more,
    }
    announce(world, Event("issue_comment", action, repository, sender, fields))
