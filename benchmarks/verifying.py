"""What verifying costs: ``python -m benchmarks.verifying [ARTICLES]``.

It makes an archive of invented articles, and measures each check of ``harvester verify`` and what ``harvester
doctor`` takes. Reading the captures again takes most of it.
"""

import sys
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from harvester.archive.captures import Recording, add_chain
from harvester.archive.manifests import seal
from harvester.archive.runs import Invocation, begin_run, end_run
from harvester.archive.writing import open_archive
from harvester.harvest.deriving import Deriving
from harvester.harvest.quick_look import look
from harvester.harvest.verifying import Verification, verify
from harvester.model import Capture, Outcome

NOON = datetime(2031, 3, 4, 12, tzinfo=UTC)
EDITIONS, QUESTIONS = 5, 8
MILLI = 1e3


def page(article: int, edition: int) -> Capture:
    """Return a capture of one edition of an article, in which one answer changed."""
    pairs = "".join(
        f"<h2>What happens to pier {article} at gate {n}?</h2><p>The town repairs it until May"
        f" {2031 + (edition if n == edition else 0)}. It pays {article * 7 + n} crowns from its fund.</p>"
        for n in range(QUESTIONS)
    )
    lead = "<p>What is known so far of the works at the harbour, in a few questions and answers.</p>"
    body = f"<html lang=en><body><main><h1>Pier {article}</h1>{lead}{pairs}</main></body></html>"
    at = NOON + timedelta(hours=edition, seconds=article)
    headers = (("Content-Type", "text/html; charset=utf-8"), ("ETag", f'"{article}-{edition}"'))
    return Capture(
        f"https://norra.example/{article}", at, Outcome.OK, status=200, headers=headers, body=body.encode()
    )


def make(path: Path, articles: int) -> None:
    """Make the archive: a run for each edition."""
    with closing(open_archive(path, create=True)) as db:
        deriving = Deriving(db, (), lambda: NOON)
        for edition in range(EDITIONS):
            run = begin_run(db, Invocation("run", "harvester"), NOON)
            for article in range(articles):
                capture = page(article, edition)
                deriving.article(add_chain(db, Recording(run, "article"), (capture,)), capture)
            end_run(db, run, {}, NOON)
            seal(db, NOON)


def main() -> None:
    """Print milliseconds of CPU for each check."""
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    with TemporaryDirectory() as folder:
        path = Path(folder) / "norra.db"
        make(path, articles)
        print(f"{articles * EDITIONS:,} captures, {path.stat().st_size:,} bytes")
        for name, checks in (("verify", verify(Verification(path))), ("doctor", look(path))):
            began = before = time.process_time()
            for each in checks:
                now = time.process_time()
                print(f"{(now - before) * MILLI:9.1f} ms  {each.name}")
                assert not each.problems, each
                before = now
            whole = (before - began) * MILLI
            print(f"{whole:9.1f} ms  {name} in all, {whole / articles / EDITIONS:.2f} ms a capture")


if __name__ == "__main__":
    main()
