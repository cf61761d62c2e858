"""What a server of forks imports: the program is loaded and has read pages, so no fork does that again."""

import gc
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from chronicle import THINGS, Chronicle, edition, exchange, rss

import harvester.cli.run
import harvester.harvest.run  # noqa: F401  the same

with TemporaryDirectory() as folder, closing(Chronicle(Path(folder) / "a.db")) as archive:
    archive.add(exchange("https://norra.example/feed.xml", 0, rss("https://norra.example/0")), role="source")
    for hours in range(2):
        archive.add(exchange("https://norra.example/0", hours, edition(THINGS[hours : hours + 4])))
    archive.rebuild()
gc.freeze()  # no fork looks through it
