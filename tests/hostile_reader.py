"""Readers that cross to worker processes as values: they die, hang, or are of another version there."""

import os
import sys
import time

from harvester.harvest.reader import Reader

HANG, DIE = b"<!-- hang -->", b"<!-- die -->"


class Hostile(Reader):
    """It hangs or dies on pages that say so."""

    __slots__ = ()

    def read(self, received):
        if HANG in received.body:
            time.sleep(60)
        if DIE in received.body:
            os._exit(13)
        return super().read(received)


class Older(Reader):
    """It has another version wherever no test runs."""

    __slots__ = ()

    @property
    def label(self):
        return super().label if "pytest" in sys.modules else "older"


class Broken(Reader):
    """It cannot be made on another machine."""

    __slots__ = ()

    def __reduce__(self):
        return (__import__, ("no_module_of_this_name",))
