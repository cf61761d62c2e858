"""Libraries that only some commands need: each belongs to an extra, which is named where it is missing."""

import importlib
from types import ModuleType

from harvester.errors import ConfigError


def library(extra: str, name: str) -> ModuleType:
    """Return the module of that name; raises ConfigError, which says how its extra is installed.

    It says where, too: in an environment without Harvester, pip would take another program of that name.
    """
    try:
        return importlib.import_module(name)
    except ImportError as error:
        how = f"Install it in Harvester's own environment: pip install 'harvester[{extra}]'"
        raise ConfigError(extra, "needs a library that is not installed", how) from error
