"""A redesign of our own pages without a changed word opens no version, and no edit goes unnoticed."""

from benchmarks.redesigned import chosen, edited, missed, redesigned, unexplained

PAGES = 4
"""CI harvests these few; `python -m benchmarks.redesigned` 25 pages, of the corpus too."""


def test_no_version_without_words_and_no_edit_without_an_entry():
    pages = chosen(PAGES, own=True, demo=PAGES // 2)
    same, other = redesigned(pages), edited(pages)
    assert unexplained(same) == []
    assert missed(other) == []
    assert len(same) > 8 * len(pages)
    assert len(other) > 4 * len(pages)
