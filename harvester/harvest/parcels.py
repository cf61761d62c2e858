"""Tasks for workers, and their results, each as one piece of bytes.

A scheduler takes tasks and results apart and puts them together again on their way, unless they are bytes.
For 3,000 captures without news, that work was a third of the CPU of the writer's process.
"""

import pickle
from collections.abc import Callable
from typing import Any

_PROTOCOL = 5  # of pickle: every Python from 3.8 on reads it, so workers may have another one


def parcel(work: Callable[..., Any], *arguments: Any) -> bytes:
    """Return a function of a module and its arguments for `carry_out`."""
    return pickle.dumps((work, arguments), _PROTOCOL)


def carry_out(sent: bytes) -> bytes:
    """Return what a parcel's function returns, for `open_parcel`; it runs on workers."""
    work, arguments = pickle.loads(sent)  # noqa: S301  who sends it may run programs here (docs/scale.md)
    return pickle.dumps(work(*arguments), _PROTOCOL)


def open_parcel(came: bytes) -> Any:
    """Return the result of a parcel, or the exception, if another version's result cannot be read."""
    try:
        return pickle.loads(came)  # noqa: S301  what a scheduler answers may run programs here (docs/scale.md)
    except (pickle.UnpicklingError, AttributeError, EOFError, ImportError, TypeError, ValueError) as error:
        return error
