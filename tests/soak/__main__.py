"""``make soak``: an hour of runs on sites that misbehave, killed every five minutes, and a table of findings.

``python tests/soak [MINUTES]`` takes another time; everything is as much shorter. If something is wrong, the
archive and the log of the server stay, to find out why.
"""

import shutil
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import soak

MINUTES = 60.0


def main(arguments):
    """Print the table; return 1 if something was wrong."""
    minutes = float(arguments[0]) if arguments else MINUTES
    folder = Path(tempfile.mkdtemp(prefix="soak-"))
    report = soak.soak(minutes * 60, folder)
    print("\n".join(report.rows()))
    for each in report.wrong:
        print(f"wrong: {each}", file=sys.stderr)
    if report.wrong:
        print(f"The archive and the log of the server are in {folder}.", file=sys.stderr)
        return 1
    shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
