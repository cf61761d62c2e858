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
from harvester.reading.paywall import cut_off, little_shown, pay_line, pay_page, pay_words, stub, unfree
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


class Sign(NamedTuple):
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
    Sign(title, _for(3)),
    Sign(heading, _for(2)),
    Sign(phrase, _for(2)),
    Sign(spoken_of, _for(1)),
    Sign(brief, _for(1), tells=False),
    Sign(named_by_address, _for(1), tells=False),
    Sign(second_phrase, _for(1)),
    Sign(third_phrase, _for(1)),
    Sign(button, _for(1)),
    Sign(marker, _for(3)),
    Sign(status, _for(1), tells=False),
    Sign(firm_status, _for(1), tells=False),
    Sign(own_status, _for(1), tells=False),
    Sign(address, _for(2)),
    Sign(
        other_host,
        _for(1, Family.CONSENT, Family.LOGIN, Family.QUEUE, Family.PARKED, Family.AGE),
        tells=False,
    ),
    Sign(password, _for(2, Family.LOGIN)),
    Sign(captcha, _for(2, Family.BOT)),
    Sign(noindex, _for(1), tells=False),
    Sign(little_else, _for(3, Family.CONSENT)),
    Sign(choices, _for(1, Family.CONSENT)),
    Sign(refresh, _for(3, Family.REDIRECT)),
    Sign(script_leads, _for(3, Family.REDIRECT)),
    Sign(reload, _for(1, Family.BOT, Family.QUEUE, Family.MAINTENANCE), tells=False),
    Sign(php, _for(ENOUGH, Family.ERROR)),
    Sign(trace, _for(3, Family.ERROR)),
    Sign(nothing_else, _for(1), tells=False),
    Sign(beyond(0), _for(-1)),
    Sign(beyond(100), _for(-1)),
    Sign(beyond(250), _for(-2)),
    Sign(beyond(450), _for(-ENOUGH)),
    Sign(headline, _for(-2)),
    Sign(named_twice, _for(-3)),
    Sign(article, _for(-2 * ENOUGH)),
    Sign(dated, _for(-2)),
    Sign(asks, _for(-2 * ENOUGH)),
    Sign(answered, _for(-ENOUGH, Family.CONSENT)),
    Sign(pay_page, _for(ENOUGH, Family.PAY)),
    Sign(pay_line, _for(2, Family.PAY)),
    Sign(little_shown, _for(1, Family.PAY)),
    Sign(pay_words, _for(1, Family.PAY)),
    Sign(unfree, _for(1, Family.PAY)),
    Sign(stub, _for(1, Family.PAY)),
    Sign(cut_off, _for(1, Family.PAY)),
    Sign(firm_status, _for(1, Family.PAY), tells=False),
    Sign(own_status, _for(2, Family.PAY), tells=False),
)
"""Every sign is listed with its weights. Signs of an article count against a wall."""
