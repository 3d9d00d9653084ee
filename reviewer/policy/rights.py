"""Who may do what (DESIGN law 11): people with write access who did not make the change; bots never."""

from reviewer.model.acts import Rights, Verb

_OF_PEOPLE = {
    Verb.VALIDATE: "validate units",
    Verb.QUESTION: "question units",
    Verb.REJECT: "reject units",
    Verb.UNDO: "take acts back",
    Verb.OVERRIDE: "override the check",
}


def why_refused(verb: Verb, rights: Rights) -> str | None:
    """Return why a person may not do this to a pull, as a sentence for that person; None when it is allowed.

    Validating takes somebody else than whoever made the change; so does overriding, which takes an admin. A question, a
    rejection, and taking back one's own, only add attention: write access is enough.
    """
    doing = _OF_PEOPLE.get(verb)
    if doing is None:
        return None
    if rights.is_bot:
        return f"Only people can {doing}: this account is a bot's."
    if not rights.may_write:
        return f"It takes write access to this repository to {doing}."
    if verb in (Verb.VALIDATE, Verb.OVERRIDE):
        return _why_not_neutral(doing, rights) or _why_not_admin(verb, rights)
    return None


def _why_not_neutral(doing: str, rights: Rights) -> str | None:
    if rights.is_author:
        return f"Whoever opened the pull request cannot {doing} of it: ask somebody else."
    if rights.wrote_commits:
        return f"Whoever wrote a commit of the pull request cannot {doing} of it: ask somebody else."
    if not rights.is_known:
        return f"It has more commits than can be looked at to tell who wrote them: nobody can {doing} of it."
    return None


def _why_not_admin(verb: Verb, rights: Rights) -> str | None:
    is_short = verb is Verb.OVERRIDE and rights.role != "admin"
    return "It takes an admin of this repository to override the check." if is_short else None
