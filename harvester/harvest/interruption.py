"""Signals that wait while something short is done that must not be left half done."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

HELD = (signal.SIGINT, signal.SIGTERM)
"""These signals end a run."""


@contextmanager
def signals_held() -> Iterator[None]:
    """Have a signal that ends the program wait until the context ends.

    Python runs handlers in the main thread only, so that in another one nothing has to wait.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    handlers = {number: signal.getsignal(number) for number in HELD}
    try:
        for number in HELD:
            signal.signal(number, lambda came_now, _: came.append(came_now))
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
        if came:
            signal.raise_signal(came[0])
