"""``make soak``: an hour of runs on sites that misbehave, killed every five minutes, and a table of findings.

``python tests/soak [MINUTES]`` takes another time; everything is as much shorter.
"""

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
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        report = soak.soak(minutes * 60, Path(folder))
    print("\n".join(report.rows()))
    for each in report.wrong:
        print(f"wrong: {each}", file=sys.stderr)
    return 1 if report.wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
