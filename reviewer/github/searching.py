"""Names looked for in the head of a pull: in the clone that its review was read from."""

from reviewer.errors import ReviewerError
from reviewer.git.cache import RepositoryCache
from reviewer.git.environment import Remote
from reviewer.git.search import search_tree
from reviewer.github.session import Session
from reviewer.model.ids import Sha
from reviewer.model.pulls import RepositoryRef
from reviewer.model.search import Question, Search


def search_head(
    session: Session, cache: RepositoryCache, web_url: str, where: tuple[RepositoryRef, Sha], question: Question
) -> Search:
    """Return where a head names something; what could not be had, for whatever reason, is said in the answer.

    A review waits for no search: its callers are then unknown, and every changed signature is read.
    """
    ref, head = where
    token = session.tokens.get(session.installation).secret
    remote = Remote(f"{web_url}/{ref.full_name}.git", token)
    try:
        with cache.held(str(ref.repository), remote) as repository:
            if repository is None:
                return Search(head, unsearched=("the repository: its clone was removed meanwhile",))
            return search_tree(repository, head, question)
    except ReviewerError:
        return Search(head, unsearched=("the repository: not all of it could be fetched",))
