"""Whether a browser may render a page: its scripts may write the text, and the page is no refusal."""

from harvester.errors import BadInput
from harvester.model import Outcome, Verdict
from harvester.normalise import normalise
from harvester.reading.judge import judge, weighed
from harvester.reading.leading import is_page
from harvester.reading.received import Received
from harvester.reading.seen import PageFeatures
from harvester.reading.signals import ENOUGH
from harvester.reading.walls import Family

_OK = 200


def may_be_rendered(page: Received) -> bool:
    """Return whether a browser may render the page of a response.

    It may if the response is an ordinary page: it came with 200, and is an article, has no text, or only asks
    for scripts. It may not if there is any sign of another wall: a browser is no way round a refusal.
    """
    if page.status != _OK or page.outcome != Outcome.OK or not is_page(page):
        return False
    try:
        document = normalise(page.body, content_type=page.content_type, url=page.url)
    except BadInput:
        return False
    verdict = judge(document, page).verdict
    if verdict is Verdict.CONTENT:
        return True
    weights = {family: weighed(family, PageFeatures(document, page))[0] for family in Family}
    others = any(weight > 0 for family, weight in weights.items() if family is not Family.BROWSER)
    if others:
        return False
    return verdict is Verdict.EMPTY or (verdict is Verdict.BOT_WALL and weights[Family.BROWSER] >= ENOUGH)
