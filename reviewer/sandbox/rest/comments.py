"""Operations on the conversation of a pull request.

https://docs.github.com/en/rest/issues/comments and https://docs.github.com/en/rest/reactions/reactions
"""

from reviewer.sandbox.acts.comments import comment, delete_comment, edit_comment, react
from reviewer.sandbox.rest.call import Call, Problem, Reply, not_found
from reviewer.sandbox.shapes.conversation import REACTIONS, comment_json, reaction_json
from reviewer.sandbox.state.repositories import Comment

# Not in the published schema; the answer is the one GitHub gives (docker/scout-action#66).
MOST_CHARACTERS = 65_536


def _body(call: Call) -> str:
    body = call.body.needed_text("body")
    if len(body) > MOST_CHARACTERS:
        message = f"Body is too long (maximum is {MOST_CHARACTERS} characters)"
        _refuse("unprocessable", "data", message)
    if not body.strip():
        _refuse("unprocessable", "data", "Body cannot be blank")
    return body


def _refuse(code: str, field: str, message: str) -> None:
    detail: dict[str, object] = {"resource": "IssueComment", "code": code, "field": field, "message": message}
    raise Problem(422, "Validation Failed", errors=[detail])


def _comment(call: Call) -> Comment:
    found = call.repository.comments.get(call.number("comment_id"))
    if found is None:
        raise not_found()
    return found


def _check_lock(call: Call, number: int) -> None:
    """Refuse an App to speak in a locked conversation, which is for people with write access."""
    item = call.repository.item(number)
    if item is not None and item.is_locked:
        raise Problem(403, "Unable to create comment because issue is locked.")


def list_comments(call: Call) -> Reply:
    """GET /repos/{owner}/{repo}/issues/{issue_number}/comments, oldest first."""
    repository, number = call.repository, call.item("issue_number").number
    found = [one for one in repository.comments.values() if one.number == number]
    return Reply([comment_json(call.world, repository, one) for one in found])


def get_comment(call: Call) -> Reply:
    """GET /repos/{owner}/{repo}/issues/comments/{comment_id}."""
    return Reply(comment_json(call.world, call.repository, _comment(call)))


def create_comment(call: Call) -> Reply:
    """POST /repos/{owner}/{repo}/issues/{issue_number}/comments."""
    repository, number = call.repository, call.item("issue_number").number
    _check_lock(call, number)
    said = comment(call.world, repository, number, call.caller, _body(call))
    return Reply(comment_json(call.world, repository, said), 201)


def update_comment(call: Call) -> Reply:
    """PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}."""
    repository, said = call.repository, _comment(call)
    _check_lock(call, said.number)
    edit_comment(call.world, repository, said, call.caller.bot, _body(call))
    return Reply(comment_json(call.world, repository, said))


def remove_comment(call: Call) -> Reply:
    """DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}."""
    delete_comment(call.world, call.repository, _comment(call), call.caller.bot)
    return Reply(status=204)


def create_reaction(call: Call) -> Reply:
    """POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions: 201, or 200 when it was there."""
    said = _comment(call)
    content = call.body.word("content", REACTIONS)
    if content is None:
        raise Problem(422, "Validation Failed")
    reaction, is_new = react(call.world, said, call.caller.bot, content)
    return Reply(reaction_json(call.world, reaction), 201 if is_new else 200)
