"""URLs as messages may show them; few imports, because settings are read by every verb."""

import re

_CREDENTIALS = re.compile(r"^([A-Za-z][A-Za-z0-9+.-]*+:[/\\]*+)[^/?#]*@")


def without_credentials(url: str) -> str:
    """Return the URL as a message may show it: without a user name and a password."""
    return _CREDENTIALS.sub(r"\1", url)
