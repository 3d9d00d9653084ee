"""Say something on a pull request, and change what was said."""

import re

from reviewer.sandbox.acts.accounts import may_write
from reviewer.sandbox.hooks.announce import Event, announce
from reviewer.sandbox.shapes import Json
from reviewer.sandbox.shapes.conversation import comment_json, issue_json
from reviewer.sandbox.state.accounts import Account, App
from reviewer.sandbox.state.repositories import Comment, Reaction, Repository
from reviewer.sandbox.state.world import World

BOX = re.compile(r"^(\s*(?:[-*+]|\d+[.)])\s+)\[([ xX])\](?=\s)", re.MULTILINE)


class NotAllowed(PermissionError):
    """Somebody tried what their role does not let them do."""


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


def tick(world: World, repository: Repository, said: Comment, box: int, sender: Account) -> None:
    """Turn the box of this place (0 is the first) in a comment's task lists, as somebody who may edit it.

    People with write access can tick boxes in anybody's comment; raises NotAllowed for others.
    """
    if sender is not said.author and not may_write(repository, sender):
        message = f"{sender.login} may not edit comments in {repository.full_name}: it takes write access"
        raise NotAllowed(message)
    with world.lock:
        found = list(BOX.finditer(said.body))[box]
        mark = " " if found[2] in "xX" else "x"
        body = said.body[: found.start(2)] + mark + said.body[found.end(2) :]
        edit_comment(world, repository, said, sender, body)


def _announce(
    world: World, repository: Repository, said: Comment, action: str, sender: Account, **more: object
) -> None:
    fields: Json = {
        "issue": issue_json(world, repository, repository.pulls[said.number]),
        "comment": comment_json(world, repository, said),
        **more,
    }
    announce(world, Event("issue_comment", action, repository, sender, fields))
