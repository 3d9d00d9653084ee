"""The queue as people see it: the place in the check run, and what changes it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from contract.openapi import Contract
from flow.stage import CART, CHECK, Scene, Stage, start_app, wait_until

from reviewer.sandbox.control.pull import PullDesk
from reviewer.sandbox.server import start_sandbox

pytestmark = pytest.mark.timeout(180)

TAXED = "sum(self.prices) * 1.2"
ITEMS = "".join(f"\n\ndef price_{n}(cart, rate):\n    return cart.total() * rate + {n}\n" for n in range(30))


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory, judge: Contract | str) -> Iterator[Stage]:
    """An App that looks at its queues every two seconds, not every ten minutes."""
    folder = tmp_path_factory.mktemp("stage")
    observer = None if isinstance(judge, str) else judge
    with (
        start_sandbox(folder / "github", observer=observer) as sandbox,
        start_app(sandbox, folder, REVIEWER_QUEUE_PAUSE="2") as running,
    ):
        yield running


def opened(scene: Scene, name: str, files: dict[str, str], label: str = "") -> PullDesk:
    """Open a pull of Ada's with these files, perhaps labelled, and wait until it is reviewed."""
    scene.clone.git("switch", "--quiet", "--force-create", name, "main")
    scene.clone.commit(f"Work on {name}", files)
    scene.push(name)
    pull = scene.open(f"Work on {name}", name)
    if label:
        pull.label(label, by="ada")
    scene.wait_for_review(pull)
    return pull


def place(pull: PullDesk) -> str:
    """Return the part of the check run's text that tells the place."""
    return (pull.check_run(CHECK).text or "").split("<sub>", 1)[0]


def queue(stage: Stage, *words: str) -> subprocess.CompletedProcess[str]:
    """Run `reviewer queue` beside the App, with its database."""
    environment = {"PATH": os.environ["PATH"], "REVIEWER_DATA_DIR": str(stage.data), "COLUMNS": "120"}
    command = [sys.executable, "-m", "reviewer", "queue", *words]
    return subprocess.run(command, cwd=stage.data, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - our own program


def rows(pull: PullDesk) -> list[str]:
    """Return the rows of the table of places, without their heads."""
    return [line for line in place(pull).splitlines() if line.startswith("|")][2:]


def test_class_and_size_order_the_queue_and_a_label_changes_it(scene: Scene) -> None:
    opened(scene, "blocking", {"cart.py": CART.replace("sum(self.prices)", TAXED)}, "blocking")
    opened(scene, "small", {"stock.py": "def stock(items):\n    return len(items)\n"})
    large = opened(scene, "large", {"prices.py": "RATE = 2\n" + ITEMS})
    chore = opened(scene, "chore", {"tidy.py": "import cart\n" + ITEMS}, "chore")
    scene.wait_for_check(chore, "Soon · ")
    assert "**Soon**: place 4 of 4 pull requests waiting on reviewers, as of 20" in place(chore)
    names = [row.split("Work on ")[1].split("]")[0] for row in rows(chore)]
    assert names == ["blocking", "small", "large", "chore"]
    assert "blocking · SLA 8 h · " in rows(chore)[0]
    assert "chore · large" in rows(chore)[3]

    chore.label("hotfix", by="ada")
    scene.wait_for_check(chore, "Next up · ")
    run = scene.wait_for_check(large, "Soon · ")
    assert len(large.check_runs()) == 1
    assert run.conclusion == "neutral"
    # Large as it is, it comes after what is blocking and soon read: urgency counts by the minute that it takes.
    assert "**Next up**: place 2 of 4" in place(chore)
    assert "hotfix · SLA 2 h · large" in rows(chore)[1]


def test_only_a_check_run_whose_band_changes_is_written_again(scene: Scene) -> None:
    first = opened(scene, "first", {"cart.py": CART.replace("sum(self.prices)", TAXED)})
    before = place(first)
    assert "place 1 of 1 pull request" in before
    opened(scene, "second", {"stock.py": "def stock(items):\n    return len(items)\n"}, "hotfix")
    third = opened(scene, "third", {"stock.py": "def stock(items):\n    return 0\n"})
    assert "place 2 of 3" in place(third)
    assert "overlaps" in rows(third)[1]
    scene.sandbox.wait_for_deliveries()
    assert place(first) == before


def test_what_everybody_validated_or_questioned_no_longer_waits_on_reviewers(scene: Scene) -> None:
    pull = opened(scene, "feature", {"cart.py": CART.replace("sum(self.prices)", TAXED)})
    scene.wait_for_check(pull, "Next up · 1 of 1 unit needs you")
    pull.comment("/question U1 Why 1.2?", by="lea")
    scene.wait_for_check(pull, "Author's turn · ")
    assert "author's turn: a question to its author is open" in place(pull)
    pull.comment("The law says so.", by="ada")
    scene.wait_for_check(pull, "Next up · ")
    pull.comment("/validate U1", by="lea")
    wait_until(lambda: (pull.check_run(CHECK).title or "").startswith("0 of 1 unit"), "nothing waits any more")
    assert "none of its units needs eyes" in place(pull)


def test_the_terminal_shows_the_same_queue(stage: Stage, scene: Scene) -> None:
    opened(scene, "normal", {"cart.py": CART.replace("sum(self.prices)", TAXED)})
    opened(scene, "blocking", {"stock.py": "def stock(items):\n    return len(items)\n"}, "blocking")
    wait_until(lambda: "blocking · SLA 8 h" in queue(stage, scene.repository.full_name).stdout, "the label is known")
    table = queue(stage, scene.repository.full_name).stdout
    assert table.index("Work on blocking") < table.index("Work on normal")
    (told,) = json.loads(queue(stage, scene.repository.full_name.upper(), "--json").stdout)
    assert [(each["place"], each["class"], each["band"]) for each in told["placed"]] == [
        (1, "blocking", "Next up"),
        (2, "normal", "Next up"),
    ]
    refused = queue(stage, "acme/nothing")
    assert (refused.returncode, "write OWNER or OWNER/REPO" in refused.stderr) == (1, True)
