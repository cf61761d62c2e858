"""The process that draws one picture and ends: ``python -m harvester.notify.drawing_child``.

It reads an SVG from stdin and writes a PNG to stdout. It ends with 1, and writes nothing, if a letter of the
picture has no font here: the picture would show boxes.
"""

import os
import re
import sys
import unicodedata
from tempfile import TemporaryFile

from harvester.extras import library
from harvester.notify.drawing import LIBRARY

_NO_LETTER = re.compile(r"(?s:No fonts with a ./U\+([0-9A-F]+) character)")
_NO_FONT = "No match for "  # the machine has no font at all


def lacks_letters(told: str) -> bool:
    """Return whether the library said that letters have no font; missing symbols, as emoji, do no harm."""
    missing = (chr(int(found, 16)) for found in _NO_LETTER.findall(told))
    return _NO_FONT in told or any(unicodedata.category(each)[0] in "LMN" for each in missing)


def main() -> int:
    """Draw the picture; what the library prints meanwhile goes to a file."""
    svg, out = sys.stdin.read(), os.dup(sys.stdout.fileno())
    with TemporaryFile() as told:
        os.dup2(told.fileno(), sys.stdout.fileno())
        drawn = library("pictures", LIBRARY).svg_to_bytes(svg_string=svg, log_information=True)
        told.seek(0)
        if lacks_letters(told.read().decode("utf-8", "replace")):
            return 1
    with os.fdopen(out, "wb") as file:
        file.write(bytes(drawn))
    return 0


if __name__ == "__main__":
    sys.exit(main())
