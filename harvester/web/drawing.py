"""Plots as SVG, drawn by Lets-Plot on the server: in light and dark, for a wide and a narrow page.

Only a browser's ``<img>`` shows them, so nothing in them can run. The numbers stand beside them as a table.
"""

import re
from html import escape

from lets_plot import element_blank, element_line, element_text, ggsize, theme, theme_minimal

from harvester.view.atom import xml_text
from harvester.view.plot import Plot
from harvester.web.figures import FIGURES, FigureLook, FigureSize, Spec

LOOKS = {
    "light": FigureLook(
        "#1c2023", "#565e63", "#dcd8cf", ("#2a6fbb", "#e0a100", "#3f9d86", "#b3476f", "#8c9499")
    ),
    "dark": FigureLook(
        "#e8e6e1", "#a9b1b5", "#353d41", ("#7fb4ee", "#ecc94b", "#6fcbb3", "#f08db3", "#8f989d")
    ),
}


SIZES = {
    "wide": FigureSize(800, 360, 28, 12, 5),
    "half": FigureSize(560, 320, 20, 12, 5),
    "narrow": FigureSize(360, 340, 14, 11, 2),
}
"""These sizes fit a page, half a page, and a phone."""


_NOTHING = """\
<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {0} {1}" width="{0}" height="{1}">
<title>No numbers</title>
<text x="{middle}" y="80" text-anchor="middle" font-family="sans-serif" fill="{ink}">No numbers</text>
</svg>
"""


def drawn(plot: Plot, look: str, size: str) -> bytes:
    """Return the picture of a plot as SVG; the same numbers give the same bytes."""
    colours, room = LOOKS[look], SIZES[size]
    if not plot.rows:
        return _NOTHING.format(*room, ink=colours.soft, middle=room.width // 2).encode()
    spec = (
        FIGURES[plot.name](plot, colours, room)
        + _theme(colours, room, plot.name == "edits")
        + ggsize(room.width, room.height)
    )
    return _named(_same(spec.to_svg()), plot).encode()


def _theme(look: FigureLook, size: FigureSize, is_lying: bool) -> Spec:  # noqa: FBT001
    """Return what all pictures have; is_lying: bars begin at the left, so the lines of the grid stand."""
    line = element_line(color=look.line, size=0.6)
    return theme_minimal() + theme(
        text=element_text(color=look.ink, size=size.font),
        axis_text=element_text(color=look.soft, size=size.font),
        axis_title=element_text(color=look.soft, size=size.font),
        axis_line_x=element_line(color=look.soft, size=1),
        axis_ticks_x=element_line(color=look.soft, size=1),
        panel_grid_major_x=line if is_lying else element_blank(),
        panel_grid_major_y=element_blank() if is_lying else line,
        panel_grid_minor=element_blank(),
        legend_position="top",
        legend_title=element_blank(),
        legend_background=element_blank(),
        legend_key=element_blank(),
        legend_text=element_text(color=look.ink, size=size.font),
        plot_background=element_blank(),
        plot_margin=[4, 14, 4, 4],
    )


def _same(svg: str) -> str:
    """Return the picture with ids that are counted: Lets-Plot draws them by chance."""
    ids = dict.fromkeys(re.findall(r'\bid="([^"]+)"', svg))
    names = {each: f"i{number}" for number, each in enumerate(ids)}
    pattern = re.compile(r"(?<=[#\"])(" + "|".join(map(re.escape, names)) + r")(?=[\"\s)])")
    return pattern.sub(lambda found: names[found[1]], svg) if names else svg


def _named(svg: str, plot: Plot) -> str:
    """Return the picture with a size that fits its place, and its title and finding for who cannot see it."""
    found = re.match(r'<svg ([^>]*?)width="([\d.]+)" height="([\d.]+)">', svg)
    if found is None:
        return svg
    attributes, width, height = found.groups()
    words = f"<title>{escape(plot.title)}</title><desc>{escape(xml_text(plot.finding))}</desc>"
    box = f'role="img" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    return f"<svg {attributes}{box}>{words}{svg[found.end() :]}"
