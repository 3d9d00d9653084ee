"""People validate what a pull does: boxes, buttons, commands, and whom they are refused to."""

import pytest
from flow.stage import CART, CHECK, Scene, wait_until

pytestmark = pytest.mark.timeout(180)


def opened(scene: Scene, total: str = "sum(self.prices) * 1.2"):
    scene.branch("feature", total)
    pull = scene.open("Count the tax")
    scene.wait_for_review(pull)
    return pull


def test_a_ticked_box_validates_its_group_and_the_check_turns(scene: Scene) -> None:
    pull = opened(scene)
    pull.tick("g:U1", by="lea")
    run = scene.wait_for_check(pull, "0 of 1 unit needs you")
    assert run.conclusion == "success"
    card = scene.sticky(pull)[0].body
    print(card)
    assert "- [x] U1" in card
    assert "validated by lea" in card
    assert len(scene.sticky(pull)) == 1
