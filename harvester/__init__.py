"""Harvester: archive question-and-answer explainers and keep every version of every question.

`open` an archive to read it in Python, or `read_page` to split a page into its questions and answers. They
are imported when they are first used (PEP 562), because the command line should start at once.
"""

from importlib import import_module

__version__ = "1.0.0"

__all__ = ["__version__", "open", "read_page"]


def __getattr__(name: str) -> object:
    if name in __all__:
        return getattr(import_module("harvester.api"), name)
    raise AttributeError(name)
