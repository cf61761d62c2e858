"""Pictures as PNG, for services that post no SVG (extra ``pictures``); a process of its own draws them.

The library draws with the fonts of the machine. It says which letters have none on its standard output only,
and where it fails, its process ends (`harvester.notify.drawing_child`).
"""

import os
import subprocess
import sys

from harvester.extras import library

LIBRARY = "resvg_py"

MOST_S = 20.0
"""A picture takes 0.2 s of CPU, most of it to look through the fonts; after this time it is given up."""


def check() -> None:
    """Raise ConfigError if the extra is missing."""
    library("pictures", LIBRARY)


def png(svg: str) -> bytes | None:
    """Return an SVG as PNG; None if a letter in it has no font on this machine, or if drawing it fails."""
    paths = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-X", "utf8", "-m", "harvester.notify.drawing_child"],
            input=svg.encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | paths,
            timeout=MOST_S,
            check=False,
        )
    except (subprocess.TimeoutExpired, OSError):
        return None
    return done.stdout if done.returncode == 0 else None
