"""Archives that were made apart, merged in any order: one content, one history."""

import random
from contextlib import closing
from datetime import timedelta
from itertools import count
from pathlib import Path

from chronicle import LATER, THINGS, WALL, Chronicle, edition, exchange, redirect
from content import content_hash
from findings import Finding

from harvester.archive.manifests import seal
from harvester.harvest.merging import merge

ARCHIVES = 5
PAGES = [f"https://norra.example/{name}" for name in ("pier", "crane", "weir")]


def make(path: Path, rng: random.Random) -> None:
    """Make an archive that learnt some of what there is to learn, which others may have learnt as well."""
    with closing(Chronicle(path, runs=2)) as archive:
        for hour in sorted(rng.sample(range(40), 6)):
            page = PAGES[hour % 3]
            body = WALL if hour % 7 == 0 else edition(THINGS[hour % 4 : hour % 4 + 4], 2031 + hour // 9)
            chain = [exchange(page, hour, body)]
            if hour % 5 == 0:
                chain.insert(0, redirect(f"{page}?old", hour, page))
            saved = (
                {"kind": "saved", "recorded_at": LATER + timedelta(days=rng.randrange(9))} if hour % 2 else {}
            )
            end = archive.add(*chain, **saved)
            if rng.random() < 0.2:
                archive.say("reject", ("capture", archive.key(end)), hours=hour + 1)
        archive.db.conn.execute("UPDATE run SET ended_at = started_at, report = '{}'")
        seal(archive.db, LATER)


def run(orders: int, folder: Path):
    """Yield one finding: that many orders, some of them by way of an archive that was merged before."""
    rng, numbers = random.Random(7), count()
    others = [folder / f"{n}.db" for n in range(ARCHIVES)]
    for path in others:
        make(path, rng)
    hashes, histories = {}, {}
    for number in range(orders):
        order = rng.sample(others, ARCHIVES)
        if number % 3 == 2:
            half = folder / f"half{next(numbers)}.db"
            _merged(half, order[:2])
            order[:2] = [half]
        order += order[: number % 2]  # some a second time
        content, history = _merged(folder / f"all{number}.db", order)
        hashes.setdefault(content, number)
        histories.setdefault(history, number)
    wrong = [f"order {n} gives another content" for n in [*hashes.values()][1:]]
    wrong += [f"order {n} gives another history" for n in [*histories.values()][1:]]
    yield Finding(
        f"merges of {ARCHIVES} archives", orders, "orders", tuple(wrong), f"{len(hashes)} content hash"
    )


def _merged(path, others):
    with closing(Chronicle(path, runs=0)) as archive:
        for each in others:
            came = merge(archive.deriving, each, lambda *_: None)
            assert came.taken.left_out == 0, came.taken.told
        return content_hash(archive.db.conn), repr(archive.history())
