"""What needs a look: the first rows of each kind, and how many there are in all."""

from contextlib import closing

from chronicle import THINGS, Chronicle, edition, exchange, rss

from harvester.archive.connection import select
from harvester.view.attention import attention
from harvester.view.status import status

SITE = "https://norra.example"


def test_a_limit_leaves_the_first_rows_and_the_numbers(reader):
    everything, some = attention(reader), attention(reader, 1)
    assert any(each.rows for each in everything)
    for whole, first in zip(everything, some, strict=True):
        assert (first.rows, first.number) == (whole.rows[:1], len(whole.rows))


def test_who_held_something_last_is_told_once_under_where_it_lives(tmp_path):
    with closing(Chronicle(tmp_path / "a.db")) as archive:
        for hours, name in enumerate(("pier", "crane", "dam")):
            archive.add(exchange(f"{SITE}/{name}", hours, edition(THINGS[hours : hours + 4], title=name)))
            archive.say("follow", ("article", f"{SITE}/{name}"), hours=hours)
        archive.say("follow", ("source", f"{SITE}/feed"), '{"kind": "feed"}', 3)
        archive.say("join", ("article", f"{SITE}/pier"), f"{SITE}/old-pier", 4)
        for hours, (kind, target_kind, name) in enumerate(
            (
                ("pause", "article", "pier"),
                ("end", "article", "old-pier"),
                ("pause", "article", "crane"),
                ("resume", "article", "crane"),
                ("pause", "source", "feed"),
                ("pause", "article", "dam"),
            ),
            10,
        ):
            archive.say(kind, (target_kind, f"{SITE}/{name}"), hours=hours)
        held = attention(archive.db.conn).held
        states = dict(map(tuple, select(archive.db.conn, "SELECT url, state FROM article_list")))
        assert [(row["url"], row["what"], row["state"], row["since"][11:13]) for row in held.rows] == [
            (f"{SITE}/dam", "article", "paused", "03"),
            (f"{SITE}/feed", "feed", "paused", "02"),
            (f"{SITE}/pier", "article", states[f"{SITE}/pier"], "23"),
        ]
        assert held.number == 3
        first = attention(archive.db.conn, 2).held
        assert (first.rows, first.number) == (held.rows[:2], 3)
        state = status(archive.db.conn, held_limit=1)
        assert (state["held"], state["held_number"]) == (held.rows[:1], 3)


def test_what_is_ended_with_its_source_alone_is_held_by_nobody(tmp_path):
    """A pause that was taken back says nothing of why the article is not asked for now."""
    with closing(Chronicle(tmp_path / "a.db")) as archive:
        feed = f"{SITE}/feed"
        archive.say("follow", ("source", feed), '{"kind": "feed"}')
        archive.add(exchange(feed, 1, rss(*(f"{SITE}/{name}" for name in ("pier", "dam")))), role="source")
        for hours, name in enumerate(("pier", "dam"), 2):
            archive.add(exchange(f"{SITE}/{name}", hours, edition(THINGS[hours : hours + 4], title=name)))
        archive.say("pause", ("article", f"{SITE}/pier"), hours=5)
        archive.say("resume", ("article", f"{SITE}/pier"), hours=6)
        archive.say("end", ("source", feed), hours=7)
        held = attention(archive.db.conn, 1).held
        assert [row["url"] for row in held.rows] == [feed]
        assert held.number == 1
