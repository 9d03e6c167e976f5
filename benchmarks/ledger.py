"""When each message was posted, answered 200 and replied to: one open message a number, instants in nanoseconds."""

import asyncio
import time
from dataclasses import dataclass, field


@dataclass(slots=True)
class Ledger:
    """Latencies in milliseconds, as they come in."""

    acks: list[float] = field(default_factory=list)
    replies: list[float] = field(default_factory=list)
    #: replies to numbers that waited for none
    unasked: int = 0
    _open: dict[str, tuple[int, asyncio.Future[None]]] = field(default_factory=dict)

    def posted(self, number: str, at: int) -> asyncio.Future[None]:
        """Waits for the reply to this number."""
        replied: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._open[number] = (at, replied)
        return replied

    def acknowledged(self, at: int) -> None:
        """The message posted at this instant was answered 200 now."""
        self.acks.append((time.perf_counter_ns() - at) / 1e6)

    def taken(self, number: str, now: int) -> None:
        """The provider took a text for this number."""
        waiting = self._open.pop(number, None)
        if waiting is None:
            self.unasked += 1
            return
        at, replied = waiting
        self.replies.append((now - at) / 1e6)
        if not replied.done():
            replied.set_result(None)

    def clear(self) -> None:
        """Forget the latencies so far."""
        self.acks.clear()
        self.replies.clear()


def quantile(values: list[float], share: float) -> float:
    """The value below which this share of all lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
