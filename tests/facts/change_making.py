"""Change units made by hand and by hypothesis, where what matters is what is done with them."""

from hypothesis import strategies as st

from reviewer.model.ids import Fingerprint
from reviewer.model.lines import LineRange
from reviewer.model.units import Action, ChangeUnit, EntityKind, Place, Proof, ProofKind

PROOF = Proof(ProofKind.FORMATTING, "Only layout changes.", ())


def make_unit(  # noqa: PLR0913 - a test says only what it is about
    name: str = "charge",
    *,
    path: str = "shop/cart.py",
    actions: tuple[Action, ...] = (Action.BODY_CHANGED,),
    start: int = 1,
    added: int = 3,
    removed: int = 0,
    mentions: tuple[str, ...] = (),
    proof: Proof | None = None,
    exempt: str | None = None,
    fallback: str | None = None,
    is_test: bool = False,
) -> ChangeUnit:
    """Return a unit that adds and removes that many lines of one entity."""
    place = Place(path, name, name.rpartition(".")[2], start, start + max(added, removed, 1) - 1)
    is_new = Action.ADDED in actions
    return ChangeUnit(
        fingerprint=Fingerprint(f"fp1:{path}:{name}:{start}"),
        actions=actions,
        entity_kind=EntityKind.FUNCTION if name else None,
        before=None if is_new else place,
        after=place,
        removed_lines=(LineRange(start, start + removed - 1),) if removed and not is_new else (),
        added_lines=(LineRange(start, start + added - 1),) if added else (),
        mentions=mentions,
        proof=proof,
        exempt=exempt,
        fallback=fallback,
        is_test=is_test,
    )


_NAMES = ("charge", "refund", "Cart.total", "Cart.tax", "login", "render", "parse")
_PATHS = ("shop/cart.py", "auth/login.py", "web/view.ts", "docs/readme.md", "tests/test_cart.py", "deploy/main.tf")


def _unit(index: int, number: int) -> ChangeUnit:
    """Return a unit whose every property is a digit of the number, so that one draw makes it."""
    digits = [int(number // 7**place % 7) for place in range(8)]
    path = _PATHS[digits[0] % len(_PATHS)]
    actions = (Action.ADDED, Action.BODY_CHANGED, Action.SIGNATURE_CHANGED, Action.MOVED)
    return make_unit(
        _NAMES[digits[1]],
        path=path,
        actions=(actions[digits[2] % len(actions)],),
        start=1 + 100 * index,
        added=digits[3] * 9,
        removed=1 + digits[4] * 5,
        mentions=("charge", "login", "total", "x")[: digits[5]],
        proof=PROOF if digits[6] < 2 else None,
        exempt="lock file" if digits[6] == 2 else None,
        fallback="no grammar" if digits[7] == 0 else None,
        is_test=path.startswith("tests/"),
    )


def changes(most: int = 14) -> st.SearchStrategy[list[ChangeUnit]]:
    """Return lists of units of every sort, no two of them the same."""
    numbers = st.lists(st.integers(0, 7**8 - 1), max_size=most)
    return numbers.map(lambda found: [_unit(index, number) for index, number in enumerate(found)])
