"""The shape of orders: which key, which details. Webhooks and workers make them here, and read them here."""

from reviewer.model.acts import AccountId, Channel, Person
from reviewer.model.ids import InstallationId, PullNumber, RepositoryId, Sha
from reviewer.model.pulls import PullRef, RepositoryRef
from reviewer.model.work import JobKind, Order

Details = dict[str, str | int | bool | None]


def pull_order(kind: JobKind, ref: PullRef, *, rerun: bool = False) -> Order:
    """Return an order about one pull; `rerun` asks for a new check run."""
    details = repository_details(ref.repository) | {"number": ref.number, "rerun": rerun}
    return Order(kind, f"pull/{ref.repository.repository}/{ref.number}", ref.repository.installation, details)


def act_order(ref: PullRef, channel: Channel, cause: str, person: Person, more: Details) -> Order:
    """Return the order to record what a person did to a pull; `cause` is one gesture's own, so that none is lost."""
    who: Details = {"number": ref.number, "channel": channel.value, "person": person.id, "login": person.login}
    details = repository_details(ref.repository) | who | more
    key = f"act/{ref.repository.repository}/{ref.number}/{cause}"
    return Order(JobKind.ACT, key, ref.repository.installation, details)


def person_of(order: Order) -> Person:
    """Return who acted."""
    return Person(AccountId(int(order.details["person"] or 0)), str(order.details["login"]))


def words_order(ref: PullRef) -> Order:
    """Return the order to ask a model for words about a pull; its key keeps nothing else about the pull waiting."""
    details = repository_details(ref.repository) | {"number": ref.number}
    return Order(JobKind.WORD, f"words/{ref.repository.repository}/{ref.number}", ref.repository.installation, details)


def head_order(kind: JobKind, repository: RepositoryRef, head: Sha, **more: str | int | bool) -> Order:
    """Return an order about one sha, the head that open pulls share, or a merge group's own; `more` are details."""
    details = repository_details(repository) | {"head": head} | more
    return Order(kind, f"head/{repository.repository}/{head}", repository.installation, details)


def look_order(repository: RepositoryRef, head: Sha) -> Order:
    """Return the order to read how checks and people judge a head; its key keeps no check run waiting."""
    details = repository_details(repository) | {"head": head}
    return Order(JobKind.LOOK, f"look/{repository.repository}/{head}", repository.installation, details)


def queue_order(repository: RepositoryRef, pause: float) -> Order:
    """Return the order to write the check runs whose place has changed; `pause` is how often, in seconds."""
    details = repository_details(repository) | {"pause": round(pause * 1000)}
    return Order(JobKind.QUEUE, f"queue/{repository.repository}", repository.installation, details)


def sweep_order(pause: float) -> Order:
    """Return the order to look for missed deliveries; `pause` is how often that is done, in seconds."""
    return Order(JobKind.SWEEP, "app/deliveries", None, {"pause": round(pause * 1000)})


def pause_of(order: Order) -> float:
    """Return how often an order that comes again and again is placed, in seconds."""
    return int(order.details["pause"] or 0) / 1000


def repository_details(repository: RepositoryRef) -> Details:
    """Return the details that say which repository an order is about."""
    return {"repository": repository.repository, "full_name": repository.full_name}


def installation_of(order: Order) -> InstallationId:
    """Return the installation that an order acts for."""
    if order.installation is None:
        raise AssertionError(f"an order about GitHub names its installation: {order}")
    return order.installation


def repository_of(order: Order) -> RepositoryRef:
    """Return the repository that an order is about."""
    identity = RepositoryId(int(order.details["repository"] or 0))
    return RepositoryRef(installation_of(order), identity, str(order.details["full_name"]))


def pull_of(order: Order) -> PullRef:
    """Return the pull that an order is about."""
    return PullRef(repository_of(order), PullNumber(int(order.details["number"] or 0)))


def head_of(order: Order) -> Sha:
    """Return the sha that an order is about."""
    return Sha(str(order.details["head"]))
