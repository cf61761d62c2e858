from contextlib import closing

from harvester.archive.writing import open_archive
from harvester.config import Settings, SourceSettings
from harvester.harvest.report import summed
from harvester.harvest.run import harvest

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Tarvel</title><link>{url}</link>
<item><title>The bridge</title><link>{url}/bridge</link></item></channel></rss>"""


def test_a_feed_added_as_a_page_is_followed_as_a_feed_from_the_next_run_on(site, tmp_path):
    site.pages["/news"] = (200, {"Content-Type": "text/xml"}, FEED.format(url=site.url))
    settings = Settings(
        archive=tmp_path / "a.db", delay_s=0.0, sources=(SourceSettings(f"{site.url}/news", kind=""),)
    )
    with closing(open_archive(settings.archive, create=True)) as db:
        first = summed(harvest(db, settings))
        assert (first.verdicts, first.first_versions) == ({"no_page": 1}, 0)
        second = summed(harvest(db, settings))
    assert (second.sources, second.articles_added, second.outcomes) == ({"ok": 1}, 1, {"gone": 1})
