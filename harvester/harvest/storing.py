"""Storing the captures of a run: chains with each robots.txt, and the renderings of pages."""

from dataclasses import dataclass

from sqlite_utils import Database

from harvester.archive.captures import Recording, add_chain
from harvester.archive.schedule import Condition, note_host
from harvester.archive.writing import evidence
from harvester.fetch import Fetched
from harvester.harvest.clock import Clock
from harvester.harvest.fetching import Fetching
from harvester.harvest.rendering import PageRenderer
from harvester.http.urls import authority_of


@dataclass(frozen=True, slots=True)
class Storing:
    """It stores the captures of a run. pages: renders them."""

    db: Database
    run_id: int
    clock: Clock
    fetching: Fetching
    pages: PageRenderer

    def store(
        self, fetched: Fetched, sent: Condition, part_of: int | None = None, *, role: str = "article"
    ) -> int:
        """Store the chains, on the disk when this returns; return the id of the capture at the end.

        part_of: the capture of the first page, if this is of a further one.
        """
        with evidence(self.db):
            for chain in fetched.robots:
                add_chain(self.db, Recording(self.run_id, "robots"), chain)
            begun = self.clock.now() if role == "article" else None  # its reading follows
            recording = Recording(self.run_id, role, sent.confirms, begun_at=begun, part_of=part_of)
            capture_id = add_chain(self.db, recording, fetched.captures)
            if host := authority_of(fetched.end.url):
                note_host(self.db, host, self.fetching.gate.next_at(host))
        return capture_id

    def store_article(self, fetched: Fetched, sent: Condition) -> tuple[int, str]:
        """Store the chain of an article, and its rendering, if a browser renders it.

        Returns the id of the capture at the end, and why the rendering has no document, as
        `PageRenderer.render` does.
        """
        capture_id = self.store(fetched, sent)
        return capture_id, self.pages.render(capture_id, fetched.end)
