"""The check of the process that talks to a model."""

import socket

from reviewer.cli.checks.finding import Finding, ok, warn
from reviewer.cli.checks.ground import PATIENCE, Ground


def check_model(ground: Ground) -> Finding:
    """Look whether the model's process listens where it is expected; it is no failure if not: only words are missed."""
    path = ground.settings.model_socket
    if path is None:
        return ok("no model is asked (no REVIEWER_MODEL_SOCKET); everything works without one")
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(PATIENCE)
        try:
            client.connect(str(path))
        except OSError as error:
            advice = "Start `reviewer word` with this REVIEWER_MODEL_SOCKET, and let the App's user write to it."
            return warn(f"the model's process does not listen at {path}: {error.strerror or error}", advice)
    return ok(f"the model's process listens at {path}")
