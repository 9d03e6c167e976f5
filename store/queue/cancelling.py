"""A loop over Redis that is cancelled must end. The client library now and then swallows a cancellation that comes
while a pipeline is under way, so the loops ask before they wait again."""

import asyncio


def heed_cancellation() -> None:
    """Raises `CancelledError` where this task was cancelled and somebody kept that to himself."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError
