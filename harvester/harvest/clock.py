"""The clock of a run, and whether it can be trusted, because histories are in the order of its times."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from statistics import median

from harvester.errors import ClockWrong, ConfigError
from harvester.http.headers import header
from harvester.http.urls import authority_of
from harvester.model import Capture

TOLERANCE = timedelta(hours=1)
"""The clock may be off by this much: more than the half hour of some time zones or the minutes of hosts."""

LATEST_YEAR = 9000
"""Python's times end with the year 9999, and what is 60 days later must still be one."""

HOSTS = 3
"""The run's clock is compared with this many hosts, because the clock of one host may be wrong itself."""


def check_against_archive(now: datetime, newest: datetime | None) -> None:
    """Raise ClockWrong if the clock is more than an hour behind the newest capture of this archive."""
    if newest is not None and newest - now > TOLERANCE:
        raise ClockWrong(now, newest, "the archive's newest capture was made")


def host_time(capture: Capture) -> datetime | None:
    """Return when the host says that it answered, None if it does not say.

    That is its Date header, plus Age if a cache answered (RFC 9111, 4.2.3).
    """
    try:
        date = parsedate_to_datetime(header(capture.headers, "Date"))
        age = int(header(capture.headers, "Age") or 0)
        return date + timedelta(seconds=min(max(age, 0), MAX_AGE_S)) if date.tzinfo else None
    except (ValueError, OverflowError):
        return None


MAX_AGE_S = 86_400 * 366
"""An Age counts up to this many seconds: caches keep answers for a year at most."""


def check_against_hosts(seen: Iterable[tuple[datetime, datetime]]) -> None:
    """Raise ClockWrong if most hosts are more than an hour off the clock. seen: (our time, the host's)."""
    seen = tuple(seen)
    off = median((theirs - ours).total_seconds() for ours, theirs in seen) if seen else 0.0
    if abs(off) > TOLERANCE.total_seconds():
        ours, theirs = seen[-1]
        raise ClockWrong(ours, theirs, "the hosts' clocks say")


def check_year(now: datetime) -> None:
    """Raise ConfigError for a clock so late that intervals cannot be added to it."""
    if now.year > LATEST_YEAR:
        raise ConfigError("the clock", f"says {now:%Y-%m-%d}", f"Set it; a year up to {LATEST_YEAR} will do.")


def utc_now() -> datetime:
    """Return the wall clock, aware."""
    return datetime.now(UTC)


@dataclass(slots=True)
class Clock:
    """The clock of a run, compared with the clocks of hosts. trusted: it is not compared."""

    now: Callable[[], datetime] = utc_now
    trusted: bool = False
    hosts: dict[str, tuple[datetime, datetime]] = field(default_factory=dict)

    def compare(self, captures: Iterable[Capture]) -> None:
        """Note the hosts' times; raise ClockWrong when enough of them show that the clock is wrong."""
        for capture in captures:
            theirs = host_time(capture)
            if theirs and not self.trusted:
                self.hosts.setdefault(authority_of(capture.url), (capture.captured_at, theirs))
                if len(self.hosts) == HOSTS:
                    self.check()

    def check(self) -> None:
        """Raise ClockWrong if most of the hosts that answered show that the clock is wrong."""
        if not self.trusted:
            check_against_hosts(self.hosts.values())
