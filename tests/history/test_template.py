"""A page goes on by its title, its site's name or its frame; a page of another site shares none of them."""

import pytest

from harvester.history.template import continues
from harvester.model import WholeText

FRAME = ("Norra Posten, a paper of the coast", "Contact", "Write to the editors of the harbour page")
PIER = ("Works at the pier", "Who pays?", "The town pays for the whole of the pier, from its harbour fund.")
SHOES = ("Cheap shoes", "Do you ship?", "We ship shoes of all makers to each country within four days.")
LONG = tuple(f"Paragraph {n} tells what the council of the coast said on day {n} of May." for n in range(50))
OLD = WholeText((*FRAME, *PIER), ("Works at the pier | Norra Posten", "en"))

CASES = {  # the old page, the new page, their titles, whether it goes on
    "a page of another site": (OLD, WholeText(SHOES), (PIER[0], SHOES[0]), False),
    "the frame stays": (OLD, WholeText((*FRAME, *SHOES)), (PIER[0], SHOES[0]), True),
    "one word in common": (OLD, WholeText((*SHOES, "Contact")), (PIER[0], SHOES[0]), False),
    "few words of a long page": (
        WholeText((*LONG, *PIER, "All rights reserved")),
        WholeText((*SHOES, "All rights reserved")),
        (PIER[0], SHOES[0]),
        False,
    ),
    "the title stays": (OLD, WholeText((*SHOES, PIER[0])), (PIER[0], PIER[0]), True),
    "the old title stands elsewhere": (
        OLD, WholeText((*SHOES, f"Formerly: {PIER[0]}")), (PIER[0], SHOES[0]), True,
    ),
    "the new title stood there before": (
        WholeText((*PIER, "Read also: Cheap shoes")), WholeText(SHOES), (PIER[0], SHOES[0]), True,
    ),
    "the site's name stays": (
        OLD, WholeText(SHOES, ("Cheap shoes \u2013 Norra Posten",)), (PIER[0], SHOES[0]), True,
    ),
    "another site's name": (
        OLD, WholeText(SHOES, ("Cheap shoes | Shoe Barn", "en")), (PIER[0], SHOES[0]), False,
    ),
    "a page without a title": (OLD, WholeText(SHOES), (PIER[0], ""), True),
    "a page without text": (WholeText(), WholeText(SHOES), (PIER[0], SHOES[0]), True),
    "scripts without spaces": (
        WholeText(("港の工事について", "費用は誰が払いますか", "町が払います")),
        WholeText(("安い靴の店", "送料はいくらですか", "無料で送ります")),
        ("港の工事について", "安い靴の店"),
        False,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "titles", "goes_on"), CASES.values(), ids=CASES)
def test_continues(old, new, titles, goes_on):
    assert continues(old, new, titles) is goes_on
