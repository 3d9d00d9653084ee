"""The worker's loop with Redis: keep hands up that draw tickets, and give tickets to what is due.

One thread, so that it may fork. When this process is killed its hands end with it, and their turns, and their attempts.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

import structlog
from redis import Redis

from reviewer.errors import TryAgain
from reviewer.jobs.child import Child, Lifeline, start_child
from reviewer.jobs.hand import draw_tickets
from reviewer.jobs.signals import StopSwitch, stop_switch
from reviewer.jobs.tickets import TicketOffice
from reviewer.model.notes import Notes
from reviewer.model.work import JobKind

log = structlog.get_logger()

LOOK = 0.5
"""Seconds between two looks for orders that are due and have no ticket."""


@dataclass(slots=True)
class Hands:
    """So many processes that draw tickets of these kinds; `take_turn` is what a ticket is good for."""

    redis: Redis
    office: TicketOffice
    kinds: Collection[JobKind]
    count: int
    take_turn: Callable[[], object]
    _up: list[Child] = field(default_factory=list[Child])
    _was_well: bool = True

    def work(self, sign: Callable[[], object]) -> None:
        """Draw tickets until SIGTERM or SIGINT; return once the turns under way are over. `sign` gives signs of life.

        Call it in the main thread of a process without other threads and without open connections.
        """
        lifeline = Lifeline()
        with stop_switch() as switch:
            while not switch.is_on:
                sign()
                self._keep_up(lifeline)
                self._issue()
                self._reap(switch, LOOK)
            for hand in self._up:
                hand.ask_to_stop()
            while self._up:
                self._reap(switch, LOOK)
        lifeline.close()

    def _keep_up(self, lifeline: Lifeline) -> None:
        while len(self._up) < self.count:
            self._up.append(start_child(lambda: self._be_a_hand(lifeline), lifeline, Notes()))

    def _be_a_hand(self, lifeline: Lifeline) -> None:
        def turn() -> None:
            lifeline.hold_on()
            self.take_turn()
            self._issue()

        draw_tickets(self.redis, self.kinds, turn)

    def _issue(self) -> None:
        try:
            self.office.issue()
        except TryAgain as error:
            if self._was_well:
                log.warning("orders wait for tickets", why=str(error))
            self._was_well = False
        else:
            self._was_well = True

    def _reap(self, switch: StopSwitch, seconds: float) -> None:
        """Sleep until a hand ends, a signal comes, or the time is over."""
        ended = switch.sleep(seconds, [hand.pipe for hand in self._up])
        for hand in [each for each in self._up if each.pipe in ended]:
            self._up.remove(hand)
            outcome = hand.reap()
            if not switch.is_on:
                log.warning("hand ended, another takes its place", ending=outcome.ending.value, why=outcome.why)
