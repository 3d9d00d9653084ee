"""What the App may do and hears, held against app.yml: first the App itself, then each place where it is installed."""

from reviewer.cli.checks.finding import Finding, fail, ok, some, warn
from reviewer.cli.checks.ground import Ground
from reviewer.github.own_app import AppReply, InstallationReply, lacking, wanted


def check_permissions(ground: Ground) -> Finding:
    """Look at whether the App asks for all that app.yml does."""
    app, asked = ground.app, wanted().permissions
    if missing := lacking(app.permissions, asked):
        return fail(
            f"the App does not ask for {', '.join(missing)}",
            f"Set it at {ground.settings_page}/permissions and save; each owner must then accept it.",
        )
    extra = sorted(set(app.permissions) - set(asked))
    return ok(f"all {len(asked)} that app.yml asks for" + (f"; beyond that {some(extra)}" if extra else ""))


def check_events(ground: Ground) -> Finding:
    """Look at whether the App is told all that app.yml subscribes to."""
    app, asked = ground.app, wanted().events
    missing = [name for name in asked if name not in app.events]
    if missing:
        where = f"Tick it at {ground.settings_page}/permissions, under “Subscribe to events”, and save."
        return fail(f"the App is not told of {', '.join(missing)}", where)
    return ok(f"all {len(asked)} that app.yml subscribes to")


def check_installations(ground: Ground) -> Finding:
    """Look at whether each installation grants what the App asks for."""
    app = ground.app
    everywhere = ground.own_app.installations()
    if not everywhere:
        return warn("installed nowhere", f"Install it: {app.html_url}/installations/new")
    suspended = [each for each in everywhere if each.suspended_at is not None]
    behind = [(each, _lacks(app, each)) for each in everywhere if each.suspended_at is None and _lacks(app, each)]
    places = "1 place" if len(everywhere) == 1 else f"{len(everywhere)} places"
    if not suspended and not behind:
        names = some([each.name for each in everywhere])
        return ok(f"in {places}, granting all that the App asks for: {names}")
    advice = [f"{each.name} must accept {', '.join(lacks)}: {each.html_url}" for each, lacks in behind]
    advice += [f"{each.name} has suspended it, and is not served: {each.html_url}" for each in suspended]
    words = [(len(behind), "still to accept what the App asks for"), (len(suspended), "suspended")]
    counts = ", ".join(f"{count} {what}" for count, what in words if count)
    speak = fail if behind else warn
    return speak(f"in {places}: {counts}", *advice)


def _lacks(app: AppReply, installation: InstallationReply) -> list[str]:
    """Return what an owner has not accepted, of what the App asks for by now and app.yml wants."""
    asked = wanted()
    permissions = {
        name: level for name, level in asked.permissions.items() if not lacking(app.permissions, {name: level})
    }
    events = [name for name in asked.events if name in app.events and name not in installation.events]
    return lacking(installation.permissions, permissions) + events
