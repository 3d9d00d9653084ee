"""All checks, in the order in which they are told; whoever adds a part of the App adds its check here."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass

from reviewer.cli.checks.finding import Finding, Mark, Skip, fail
from reviewer.cli.checks.grants import check_events, check_installations, check_permissions
from reviewer.cli.checks.ground import Ground
from reviewer.cli.checks.hook import check_deliveries, check_hook
from reviewer.cli.checks.identity import check_app, check_clock, check_credentials, check_reach
from reviewer.cli.checks.model import check_model
from reviewer.cli.checks.place import check_data_folder, check_disk, check_settings
from reviewer.cli.checks.stores import check_database, check_orders, check_redis, check_tables, check_workers
from reviewer.cli.checks.tools import check_git, check_grammars
from reviewer.errors import ReviewerError


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the doctor's. `asks_github` says that it cannot be made offline."""

    group: str
    name: str
    look: Callable[[Ground], Finding]
    asks_github: bool = False


CHECKS = (
    Check("This machine", "settings", check_settings),
    Check("This machine", "data folder", check_data_folder),
    Check("This machine", "disk", check_disk),
    Check("This machine", "git", check_git),
    Check("This machine", "grammars", check_grammars),
    Check("Database and queue", "database", check_database),
    Check("Database and queue", "tables", check_tables),
    Check("Database and queue", "dispatch", check_redis),
    Check("Database and queue", "orders", check_orders),
    Check("Database and queue", "workers", check_workers),
    Check("Database and queue", "model", check_model),
    Check("The App at GitHub", "credentials", check_credentials),
    Check("The App at GitHub", "reach", check_reach, asks_github=True),
    Check("The App at GitHub", "clock", check_clock, asks_github=True),
    Check("The App at GitHub", "App", check_app, asks_github=True),
    Check("The App at GitHub", "permissions", check_permissions, asks_github=True),
    Check("The App at GitHub", "events", check_events, asks_github=True),
    Check("The App at GitHub", "installations", check_installations, asks_github=True),
    Check("The App at GitHub", "webhook", check_hook, asks_github=True),
    Check("The App at GitHub", "deliveries", check_deliveries, asks_github=True),
)


def run_checks(
    ground: Ground, *, is_offline: bool, checks: Sequence[Check] = CHECKS
) -> Generator[tuple[Check, Finding]]:
    """Yield each check with what it found, as soon as it is known; one that breaks is a failed one, with the reason."""
    for check in checks:
        if is_offline and check.asks_github:
            yield check, Finding(Mark.SKIP, "not looked at: --offline")
        else:
            yield check, _look(check, ground)


def _look(check: Check, ground: Ground) -> Finding:
    try:
        return check.look(ground)
    except Skip as error:
        return Finding(Mark.SKIP, f"not looked at: {error}")
    except ReviewerError as error:
        return fail(str(error))
    except Exception as error:  # noqa: BLE001 - the door: whatever else a check meets is what it found
        why = " ".join(str(error).split())[:300]
        return fail(f"the check itself broke: {type(error).__name__}: {why}", "Please report it, with this line.")
