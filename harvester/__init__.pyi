from harvester.api import open as open  # noqa: A004  as in gzip.open
from harvester.api import read_page as read_page

__version__: str
