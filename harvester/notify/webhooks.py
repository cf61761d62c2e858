"""Letters to a webhook: signed JSON, under the rule for addresses that holds for pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from harvester.config.checks import url as checked_url
from harvester.errors import ConfigError, FetchError
from harvester.fetch import Resolver, Session, user_agent
from harvester.fetch.asking import ask
from harvester.harvest.access import options_of
from harvester.http.addresses import AddressPolicy
from harvester.model import Outcome
from harvester.notify.letters import Letter
from harvester.notify.payload import payload
from harvester.notify.signing import headers, key_of
from harvester.notify.way import Begin, Deliver, DeliveryRoute

MEDIA_TYPE = "application/json"


@contextmanager
def webhook(way: DeliveryRoute) -> Iterator[Deliver]:
    """Open a webhook. It takes a letter by any status of success, and no redirect is followed."""
    url, key = _url(way), _key(way)
    settings = way.settings
    secrets = (url, *urlsplit(url)[2:])
    resolver = Resolver(AddressPolicy(settings.allow_net))
    with Session(user_agent(settings.contact), resolver=resolver, sites=options_of(settings)) as session:

        def deliver(letter: Letter, begin: Begin) -> None:
            body = payload(letter)
            session.further = headers(key, letter.key, body, way.now())
            begin()
            try:
                ask(url, body, MEDIA_TYPE, session)
            except FetchError as error:
                refused = error.outcome == Outcome.REFUSED
                raise way.unsent(error.reason, secrets, is_refusal=refused) from error

        yield deliver


def _url(way: DeliveryRoute) -> str:
    found = way.read(way.notice.to.webhook, "to: webhook")
    try:
        return checked_url(found)
    except ValueError as error:
        allowed = 'Give an address that begins with "https://" or "http://", without a password.'
        raise ConfigError(f"{way.where}: to: webhook", "the value is not an address", allowed) from error


def _key(way: DeliveryRoute) -> bytes:
    where = "to: secret"
    try:
        return key_of(way.read(way.notice.to.secret, where))
    except ValueError as error:
        allowed = 'Give "whsec_" and 24 to 64 random bytes in base64.'
        raise ConfigError(f"{way.where}: {where}", f"is not accepted: {error}", allowed) from error
