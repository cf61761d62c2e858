"""A page of another site at the same URL waits for a person; a page that its publisher rewrote does not."""

import random
from contextlib import closing
from itertools import permutations

import pytest
from chronicle import THINGS, Chronicle, differences, edition, exchange

URL = "https://norra.example/harbour"
FOOTER = b"<footer>Norra Posten, a paper of the coast, since 1901</footer></body>"
OURS = edition(THINGS).replace(b"</body>", FOOTER)


def asked(subjects, title):
    """A page in other markup, without a word of the editions of the harbour."""
    items = "".join(
        f"<dt>Do you sell {each}?</dt><dd>Yes, our shop ships {each} of every maker to all countries. Pay by"
        f" card, or on delivery. Send {each} back within {len(each) * 5} days if they do not fit you.</dd>"
        for each in subjects
    )
    head = f"<head><title>{title}</title></head>"
    return f"<html lang=en>{head}<body><div><h1>{title}</h1><dl>{items}</dl></div></body></html>".encode()


SHOP = asked(("sandals", "boots", "slippers", "laces", "clogs", "skates", "soles"), "Footwear online")
REWRITTEN = SHOP.replace(b"</body>", FOOTER)
RENAMED = SHOP.replace(b"Footwear online", b"The harbour")
HISTORY = tuple(
    exchange(URL, hours, body) for hours, body in ((0, OURS), (24, SHOP), (48, SHOP), (72, SHOP), (96, OURS))
)


def states(archive):
    return archive.all("SELECT state, coalesce(version, 0) FROM standing ORDER BY at")


def test_a_page_of_another_site_stays_suspect_however_often_it_comes(tmp_path):
    with closing(Chronicle(tmp_path / "a.db")) as archive:
        for each in HISTORY:
            archive.add(each)
        assert states(archive) == [("current", 1), *[("suspect", 0)] * 3, ("current", 1)]
        ((kind, detail),) = archive.all("SELECT kind, detail FROM event")
    assert kind == "suspect"
    assert detail.startswith("nothing of version 1 is left, and the page has neither its title nor")


@pytest.mark.parametrize("body", [REWRITTEN, RENAMED], ids=["the frame stays", "the title stays"])
def test_a_page_that_its_publisher_rewrote_is_a_version(tmp_path, body):
    with closing(Chronicle(tmp_path / "a.db")) as archive:
        for hours, page in ((0, OURS), (24, body)):
            archive.add(exchange(URL, hours, page))
        assert states(archive) == [("current", 1), ("current", 2)]
        assert archive.all("SELECT kind, version FROM event") == [("rewritten", 2)]


def test_a_person_accepts_a_page_in_another_template(tmp_path):
    with closing(Chronicle(tmp_path / "a.db")) as archive:
        archive.add(HISTORY[0])
        archive.say("accept", ("capture", archive.key(archive.add(HISTORY[1]))))
        archive.add(HISTORY[4])
        assert states(archive) == [("current", 1), ("current", 2), ("current", 3)]


def test_the_order_of_arrival_does_not_matter(tmp_path):
    with closing(Chronicle(tmp_path / "a.db")) as one:
        for each in HISTORY:
            one.add(each)
        history = one.history()
    orders = [*permutations(HISTORY)]
    for number, order in enumerate(random.Random(5).sample(orders, 3)):
        with closing(Chronicle(tmp_path / f"{number}.db")) as other:
            for each in order:
                other.add(each)
            assert differences(other.history(), history) == {}
            other.rebuild()
            assert differences(other.history(), history) == {}
