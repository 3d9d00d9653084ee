"""An App that a story stops and starts again, beside a GitHub of its own."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flow.stage import PATIENCE, START_PATIENCE, Stage, _free_port, _is_up, wait_until

from reviewer.github.manifest import Addresses, build_manifest, manifest_text
from reviewer.sandbox.control.sandbox import Sandbox
from reviewer.sandbox.state.accounts import App


@dataclass
class AppProcess:
    """`reviewer serve` with one folder and one address, up or down."""

    sandbox: Sandbox
    app: App
    folder: Path
    port: int
    sweep_pause: float

    @property
    def log(self) -> Path:
        return self.folder / "app.log"

    @contextmanager
    def up(self) -> Generator[Stage]:
        """Run the App until the block ends."""
        url = f"http://127.0.0.1:{self.port}"
        environment = {
            "PATH": os.environ["PATH"],
            "REVIEWER_DATA_DIR": str(self.folder / "data"),
            "REVIEWER_GITHUB_URL": self.sandbox.url,
            "REVIEWER_PORT": str(self.port),
            "REVIEWER_LEASE": "8",
            "REVIEWER_SWEEP_PAUSE": str(self.sweep_pause),
            "APP_ID": str(self.app.id),
            "PRIVATE_KEY": self.app.private_key,
            "WEBHOOK_SECRET": self.app.webhook_secret,
        }
        command = [sys.executable, "-m", "reviewer", "serve"]
        with self.log.open("ab") as out:
            process = subprocess.Popen(command, env=environment, stdout=out, stderr=out, cwd=self.folder)  # noqa: S603 - our own
            try:
                wait_until(
                    lambda: _is_up(url), f"the App is up; its log: {self.log.read_text()[-2000:]}", START_PATIENCE
                )
                yield Stage(self.sandbox, self.app, url, self.folder / "data", self.log, process)
            finally:
                process.send_signal(signal.SIGTERM)
                process.wait(PATIENCE)


def make_app(sandbox: Sandbox, folder: Path, *, sweep_pause: float) -> AppProcess:
    """Return an App that GitHub knows and that is not up yet."""
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    sandbox.create_user("operator")
    addresses = Addresses(url, f"{url}/webhook", f"{url}/setup/callback", f"{url}/setup/installed", f"{url}/")
    app = sandbox.create_app("operator", json.dumps(build_manifest(manifest_text(), addresses)))
    return AppProcess(sandbox, app, folder, port, sweep_pause)
