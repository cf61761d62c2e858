"""What README and docs show, block by block, and what of it cannot be run by a test, with the reason."""

import re
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
PAGES = {
    path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
    for path in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
}

LANGUAGES = {
    "sh": "each line is run",
    "console": "each line after $ is run, and its output compared",
    "python": "it is run as a doctest",
    "sql": "it is asked (tests/cli/test_readme.py)",
    "toml": "it is loaded (tests/cli/test_readme.py)",
    "csv": "it is the list that the import beside it reads",
    "html": "it is the page that the commands beside it follow, or a header of `serve`",
    "yaml": "it is an alert for Prometheus (tests/cli/test_status.py has its number), or settings of Dask",
    "": "it is a drawing, an output or a notation, which other tests hold",
}
"""What becomes of a block, by its language."""

ELSEWHERE = {
    r"python3 -m venv|\. \.venv|(\S*/)?pip install|pipx|uv ": "it installs software; `make wheel` does it",
    r"openssl |dask ": "it makes certificates or starts Dask; docs/scale.md says what was tried",
    r"make ": "CI calls the targets",
    r"docker ": "it needs Docker; tests/test_container.py reads the files",
    r"curl -s\S* ": "it asks `harvester serve`; tests/web does",
    r"wb-manager|wayback$": "it is pywb; `make judges` runs it",
    r"jupyter ": "it starts a notebook; tests/api runs its cells",
    r"(eval \"\$\()?_HARVESTER_COMPLETE=": "a shell reads it; tests/cli/test_entry.py completes",
    r"cd ": "each page has a folder of its own here",
    r"python3 -c 'import base64": "it draws a secret; tests/notify has one",
    r"python3 -m http\.server": "the test serves the page",
}
"""Commands that are not Harvester's, as patterns of a line's beginning."""

READ_ONLY = {
    r"harvester (rebuild|import) --on": "it needs a scheduler; tests/harvest/test_cluster.py has one",
    r"harvester query": "it needs DuckDB, which not every environment has; tests/export/test_asking.py asks",
    r"harvester notify": "it needs targets and their secrets; tests/cli/test_notify.py has some",
    r"harvester serve": "it serves until somebody stops it; tests/web does",
    r"harvester backfill .* --origin (commoncrawl|https)": "it waits a while; test_backfilling.py does not",
    r"harvester run --save-to": "it waits until the page is saved; tests/harvest/test_saving.py does not",
    r"harvester run --forever": "it runs until somebody stops it",
    r"harvester schedule (install|remove)": "it changes the machine; tests/cli/test_schedule.py does",
}
"""Commands of which only the options are read."""


class Block(NamedTuple):
    """A fenced block: its language, its text, and the heading above it."""

    language: str
    text: str
    heading: str


def blocks(page):
    """Return the blocks of a page in their order."""
    found, heading = [], ""
    pattern = r"^#+ (?P<heading>[^\n]+)$|^```(?P<language>\w*)\n(?P<text>.*?)^```$"
    for each in re.finditer(pattern, PAGES[page], re.MULTILINE | re.DOTALL):
        if each["heading"]:
            heading = each["heading"]
        else:
            found.append(Block(each["language"], each["text"], heading))
    return found


def commands(block):
    """Return [(command, expected output)] of a block for a shell; None where no output is shown."""
    if block.language == "console":
        said = re.findall(r"^\$ (.+)\n((?:(?!\$ ).*\n)*)", block.text, re.MULTILINE)
        return [(command, output) for command, output in said]
    if block.language != "sh":
        return []
    lines = (re.sub(r"(^|\s+)# .*", "", line) for line in block.text.splitlines())
    return [(part.strip(), None) for line in lines if line for part in line.split("&&")]


def reason(line, table):
    """Return why a line is not run, or "" where it is."""
    return next((why for pattern, why in table.items() if re.match(pattern, line)), "")
