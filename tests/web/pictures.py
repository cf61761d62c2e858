"""Pictures of every page, for people to look at: ``python tests/web/pictures.py FOLDER [ARCHIVE ...]``.

Every kind of page is shown on every kind of archive, light, dark, on a phone and on paper; ``make pictures``
takes them all. What a page asks of other hosts, or violates of axe's rules, is printed. FOLDER/index.html has
the pictures side by side. Those that the documentation shows (`KEPT`) are written to docs/pictures, with few
colours.
"""

import io
import subprocess
import sys
from html import escape
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1]), str(Path(__file__).parent)]

import stories
from addresses import addresses
from chromium import chromium_path
from PIL import Image
from playwright.sync_api import sync_playwright
from test_browser import ARGUMENTS, NO_PAGE, ROOT, Serving, Watched, violations

ARCHIVES = ("demo", "empty", "one", "scripts", "many", "huge", "few", "large")
LOOKS = {
    "light": (1280, "light", "screen"),
    "dark": (1280, "dark", "screen"),
    "phone": (360, "light", "screen"),
    "phone-dark": (360, "dark", "screen"),
    "print": (794, "light", "print"),  # A4 at 96 pixels an inch
}
MOST_HEIGHT = 3_000
"""Pixels of a page that a picture shows; long pages go on alike."""

KEPT = {
    "article": ("demo", "/article/{article}", "light", 860),
    "comparison": ("demo", "/article/{article}/from/{older}/to/{newer}", "light", 860),
    "plots": ("large", "/plots", "light", 860),
    "question-dark": ("demo", "/article/{article}/question/{question}", "dark", 860),
    "cite-phone": ("demo", "/article/{article}/at/{moment}/cite", "phone", 780),
}
"""The pictures of the documentation: archive, pattern of the address, look, pixels of height."""

LANGUAGE = {"demo": "%/en/%", "large": "%"}
"""The articles of the documentation are in English, as it is."""

COLOURS = 64
"""This many colours are enough for text on paper; a picture of 1,280 by 860 pixels takes 60 KB."""


LARGE = 1_500
"""Articles of the large archive: enough for plots that look like something."""


def archive_named(name, folder):
    """Make the archive of that name; return its file."""
    if name not in {"demo", "large"}:
        return stories.make(folder / f"{name}.db", name)
    made = {"demo": folder / "demo" / "harvester.db", "large": folder / "large.db"}[name]
    program = {
        "demo": ("harvester", "demo", str(made.parent)),
        "large": ("benchmarks.large", str(made), str(LARGE)),
    }[name]
    subprocess.run([sys.executable, "-m", *program], check=True, capture_output=True, cwd=ROOT)
    return made


def pages(archive, like="%"):
    """Return {pattern: address} of what is a page, of an article whose URL is like that."""
    return {pattern: each for pattern, each in addresses(archive, like).items() if not NO_PAGE.search(each)}


def pictured(tab, address, media, height=MOST_HEIGHT):
    """Return the PNG of a page, whole or down to a height."""
    tab.page.emulate_media(media=media)
    tab.goto(address)
    tab.page.wait_for_load_state("networkidle")
    whole = tab.page.evaluate("document.documentElement.scrollHeight")
    width = tab.page.viewport_size["width"]
    return tab.page.screenshot(
        full_page=True, clip={"x": 0, "y": 0, "width": width, "height": min(whole, height)}
    )


def take(browser, archive, name, folder):
    """Write a picture of each page of an archive in each look."""
    with Serving(archive) as serving:
        for look, (width, scheme, media) in LOOKS.items():
            with Watched(browser, serving.address, width, scheme) as tab:
                for pattern, address in pages(archive).items():
                    target = folder / name / look / f"{file_of(pattern)}.png"
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(pictured(tab, address, media))
                    tab.complaints += map(str, violations(tab.page)) if media == "screen" else ()
                    for each in tab.complaints:
                        print(name, look, address, each, sep="  ")
                    tab.complaints.clear()


def keep(browser, archive, name):
    """Write the pictures of the documentation that show this archive."""
    with Serving(archive) as serving:
        for kept, (of, pattern, look, height) in KEPT.items():
            if of == name:
                width, scheme, media = LOOKS[look]
                with Watched(browser, serving.address, width, scheme) as tab:
                    png = pictured(tab, pages(archive, LANGUAGE[name])[pattern], media, height)
                few = Image.open(io.BytesIO(png)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
                few.save(ROOT / "docs" / "pictures" / f"{kept}.png", optimize=True)


def file_of(pattern):
    """Return the name of a picture: the words of the address."""
    words = [word.strip("{}") for word in pattern.strip("/").split("/")]
    return "-".join(words) or "start"


def index(folder):
    """Write a page with all pictures, a row for each page."""
    found = sorted(folder.glob("*/*/*.png"), key=lambda path: (path.stem, path.parent.parent, path.parent))
    images = "\n".join(
        f'<figure><img src="{escape(str(path.relative_to(folder)))}" loading="lazy" width="300">'
        f"<figcaption>{escape(str(path.relative_to(folder)))}</figcaption></figure>"
        for path in found
    )
    style = "<style>body{display:flex;flex-wrap:wrap;align-items:start;gap:1rem;background:#888}</style>"
    (folder / "index.html").write_text(f"<!DOCTYPE html><title>Pictures</title>{style}{images}", "utf-8")


def main(folder, names):
    """Take the pictures of the archives of these names, or of all."""
    (folder / "archives").mkdir(parents=True, exist_ok=True)
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=chromium_path(), args=list(ARGUMENTS))
        for name in names or ARCHIVES:
            archive = archive_named(name, folder / "archives")
            take(browser, archive, name, folder)
            keep(browser, archive, name)
        browser.close()
    index(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]).absolute(), sys.argv[2:])
