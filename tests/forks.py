"""Processes that start with the program loaded and warm."""

import multiprocessing
import os
import sys
from multiprocessing import forkserver


def warm():
    """Return the context of multiprocessing whose processes fork from a server that has read a page.

    A process starts in 20 ms, where one that loads the program takes a second. There is one server for each
    program, and it has what was named when it started, so all tests ask here for it.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["pytest", "have_read"])
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(sys.path)  # the server is given no other, and says nothing
    try:
        forkserver.ensure_running()
    finally:
        if before is None:
            del os.environ["PYTHONPATH"]
        else:
            os.environ["PYTHONPATH"] = before
    return context
