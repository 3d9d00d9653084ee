"""Requests for the tests of the word process, and a review to make them of."""

import json
import socket
from pathlib import Path
from typing import Any

from reviewer.llm.messages import QuoteSent, UnitSent, WordRequest

U1 = UnitSent(
    id="U1",
    kind="method",
    name="Cart.total",
    path="shop/cart.py",
    lines="5-6",
    actions=("body changed",),
    lines_added=1,
    lines_removed=1,
    names=("VAT_FACTOR", "prices", "sum"),
    facts=("environment variable VAT_FACTOR read, not documented",),
)
U2 = UnitSent(
    id="U2",
    kind="function",
    name="refund",
    path="shop/refund.py",
    lines="12-20",
    was="shop/cart.py refund",
    actions=("moved",),
    lines_added=9,
    lines_removed=9,
)
QUOTE = QuoteSent(source="PR text", text="Prices are shown with tax")


def request(limit: float = 10.0) -> WordRequest:
    return WordRequest(limit=limit, units=(U1, U2), quotes=(QUOTE,))


def exchange(path: Path, sent: bytes, *, patience: float = 30.0) -> dict[str, Any]:
    """Send raw bytes, and return what is answered."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(patience)
        connection.connect(str(path))
        connection.sendall(sent)
        line = b""
        while piece := connection.recv(65_536):
            line += piece
    return json.loads(line)
