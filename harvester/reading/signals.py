"""A table lists the signs that a page is not an article, with their weights for each family.

No sign decides alone: weights are added, and `harvester.reading.judge` needs `ENOUGH`. `said` has the signs
of a page's text, `built` those of its response and structure, and `paywall` those of offers to pay.
"""

from collections.abc import Mapping
from typing import NamedTuple

from harvester.reading.built import (
    address,
    captcha,
    firm_status,
    marker,
    named_by_address,
    noindex,
    other_host,
    own_status,
    password,
    php,
    refresh,
    reload,
    script_leads,
    status,
    trace,
)
from harvester.reading.paywall import (
    breaks_off,
    cut_off,
    little_shown,
    pay_line,
    pay_page,
    pay_words,
    stub,
    unfree,
)
from harvester.reading.said import (
    Find,
    answered,
    article,
    asks,
    beyond,
    brief,
    button,
    choices,
    dated,
    heading,
    headline,
    little_else,
    named_twice,
    nothing_below,
    nothing_else,
    phrase,
    second_phrase,
    spoken_of,
    third_phrase,
    title,
)
from harvester.reading.walls import Family

ENOUGH = 4
"""The weights of a wall's signs add up to at least this. Few signs have it alone; a wall's header does."""


class WallSign(NamedTuple):
    """A sign has weights for the families that it is evidence for or against.

    tells: whether only a wall has it. A status or a few words alone make no wall.
    """

    find: Find
    weights: Mapping[Family, int]
    tells: bool = True


def _for(weight_of_it: int, *families: Family) -> dict[Family, int]:
    return dict.fromkeys(families or OTHERS, weight_of_it)


OTHERS = tuple(family for family in Family if family is not Family.PAY)
"""These are all families except a paywall, which stands below an article's own words."""

SIGNS = (
    WallSign(title, _for(3)),
    WallSign(heading, _for(2)),
    WallSign(phrase, _for(2)),
    WallSign(spoken_of, _for(1)),
    WallSign(brief, _for(1), tells=False),
    WallSign(named_by_address, _for(1), tells=False),
    WallSign(second_phrase, _for(1)),
    WallSign(third_phrase, _for(1)),
    WallSign(button, _for(1)),
    WallSign(marker, _for(3)),
    WallSign(status, _for(1), tells=False),
    WallSign(firm_status, _for(1), tells=False),
    WallSign(own_status, _for(1), tells=False),
    WallSign(address, _for(2)),
    WallSign(
        other_host,
        _for(1, Family.CONSENT, Family.LOGIN, Family.QUEUE, Family.PARKED, Family.AGE),
        tells=False,
    ),
    WallSign(password, _for(2, Family.LOGIN)),
    WallSign(captcha, _for(2, Family.BOT)),
    WallSign(noindex, _for(1), tells=False),
    WallSign(little_else, _for(3, Family.CONSENT)),
    WallSign(choices, _for(1, Family.CONSENT)),
    WallSign(refresh, _for(3, Family.REDIRECT)),
    WallSign(script_leads, _for(3, Family.REDIRECT)),
    WallSign(reload, _for(1, Family.BOT, Family.QUEUE, Family.MAINTENANCE), tells=False),
    WallSign(php, _for(ENOUGH, Family.ERROR)),
    WallSign(trace, _for(3, Family.ERROR)),
    WallSign(nothing_else, _for(1), tells=False),
    WallSign(nothing_below, _for(1, Family.PAY), tells=False),
    WallSign(beyond(0), _for(-1)),
    WallSign(beyond(100), _for(-1)),
    WallSign(beyond(250), _for(-2)),
    WallSign(beyond(450), _for(-ENOUGH)),
    WallSign(headline, _for(-2)),
    WallSign(named_twice, _for(-3)),
    WallSign(article, _for(-2 * ENOUGH)),
    WallSign(dated, _for(-2)),
    WallSign(asks, _for(-2 * ENOUGH)),
    WallSign(answered, _for(-ENOUGH, Family.CONSENT)),
    WallSign(pay_page, _for(ENOUGH, Family.PAY)),
    WallSign(pay_line, _for(2, Family.PAY)),
    WallSign(little_shown, _for(1, Family.PAY)),
    WallSign(pay_words, _for(1, Family.PAY)),
    WallSign(unfree, _for(1, Family.PAY)),
    WallSign(stub, _for(1, Family.PAY)),
    WallSign(breaks_off, _for(2, Family.PAY)),
    WallSign(cut_off, _for(1, Family.PAY)),
    WallSign(firm_status, _for(1, Family.PAY), tells=False),
    WallSign(own_status, _for(2, Family.PAY), tells=False),
)
"""Every sign is listed with its weights. Signs of an article count against a wall."""
