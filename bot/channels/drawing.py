"""Drawing a `Chart`: horizontal bars, from right to left in Arabic, wide enough for a phone.

DejaVu Sans comes with matplotlib and has the Arabic letters, which matplotlib joins and puts in
order by itself since 3.11.
"""

from __future__ import annotations

import io
from itertools import accumulate
from textwrap import wrap
from threading import Lock
from typing import TYPE_CHECKING

from bot.channels.chart import Bar, Chart, Panel
from bot.i18n.catalogs import render
from bot.i18n.links import plain
from bot.i18n.text import Language, Text

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PIXELS_AN_INCH = 150
WIDTH, MARGIN, LABELS, ENDS = 7.2, 0.3, 2.5, 1.15
"""Inches: of the picture, around it, of the labels beside the bars, and of the words behind."""
TITLE, LEGEND, ROW, GAP = 0.55, 0.42, 0.52, 0.3
"""Inches: the heights of a panel's title and legend, of a bar's row, and between panels."""
LABEL_LETTERS = 23
"""Letters of a label's line; it has two."""
INK, SOFT, PAPER = "#23303B", "#6B7780", "#FFFFFF"
COLOURS = ("#B5701B", "#2F6F73", "#A9BCC2")
"""Of the parts of a bar: what calls for a hand, what is in hand, what rests."""
PLAIN = COLOURS[1]
_SIZES = {"title": 16, "label": 12.5, "legend": 11.5, "end": 12.5, "part": 11}
BASELINE = 0.36 / 72
"""Inches a point of size: how far below its middle a line of letters stands."""
_INVISIBLE = dict.fromkeys(map(ord, "\u200e\u200f\u2066\u2067\u2068\u2069"))
# Marks of direction, which the font lacks; a line of a picture holds no two directions.
_ONE_AT_A_TIME = Lock()
# Drawing is not safe in several threads at once: they share fonts.


def draw(chart: Chart, language: Language) -> bytes:
    """The picture as PNG, 1080 pixels wide; takes about a second, so not for the event loop."""
    # Slow to import, and needed once a week.
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    with _ONE_AT_A_TIME:
        height = 2 * MARGIN + sum(map(_height, chart.panels)) + GAP * (len(chart.panels) - 1)
        figure = Figure(figsize=(WIDTH, height), dpi=PIXELS_AN_INCH, facecolor=PAPER)
        FigureCanvasAgg(figure)
        page = _Page(figure, language, height)
        top = height - MARGIN
        for panel in chart.panels:
            page.draw(panel, top)
            top -= _height(panel) + GAP
        picture = io.BytesIO()
        figure.savefig(picture, format="png")
        return picture.getvalue()


def _height(panel: Panel) -> float:
    return TITLE + (LEGEND if panel.parts else 0) + ROW * len(panel.bars)


class _Page:
    """A figure on which positions are inches from the side where reading begins, and from below."""

    def __init__(self, figure: Figure, language: Language, height: float) -> None:
        self._figure = figure
        self._language = language
        self._height = height
        self._rtl = language == "ar"

    def draw(self, panel: Panel, top: float) -> None:
        """Draw a panel downwards from a height."""
        self._write(self._words(panel.title), MARGIN, top - TITLE / 2, "title", weight="bold")
        top -= TITLE
        if panel.parts:
            self._explain(panel.parts, top - LEGEND / 2)
            top -= LEGEND
        longest = max((sum(bar.parts) for bar in panel.bars), default=0) or 1
        room = WIDTH - 2 * MARGIN - LABELS - ENDS
        for bar in panel.bars:
            self._draw_bar(bar, top - ROW / 2, room / longest, plain_bar=not panel.parts)
            top -= ROW

    def _draw_bar(self, bar: Bar, middle: float, scale: float, *, plain_bar: bool) -> None:
        lines = wrap(self._words(bar.label), LABEL_LETTERS, max_lines=2, placeholder="…")
        apart = 0.2
        for at, line in enumerate(lines):
            offset = apart * ((len(lines) - 1) / 2 - at)
            self._write(line, MARGIN + LABELS - 0.15, middle + offset, "label", far=True)
        ends = list(accumulate(part * scale for part in bar.parts))
        colours = (PLAIN,) if plain_bar else COLOURS
        for part, end, colour in zip(bar.parts, ends, colours, strict=False):
            start = MARGIN + LABELS + end - part * scale
            self._fill(start, middle, part * scale, ROW * 0.6, colour)
            number = f"{part:g}"
            if not plain_bar and part and part * scale > 0.13 * len(number) + 0.08:
                on_it = INK if colour == COLOURS[2] else PAPER
                centre = start + part * scale / 2
                self._write(number, centre, middle, "part", colour=on_it, centred=True)
        self._write(self._words(bar.end), MARGIN + LABELS + (ends or [0])[-1] + 0.1, middle, "end")

    def _explain(self, parts: list[Text], middle: float) -> None:
        at = MARGIN
        for part, colour in zip(parts, COLOURS, strict=False):
            self._fill(at, middle, 0.17, 0.17, colour)
            width = self._write(self._words(part), at + 0.25, middle, "legend", colour=SOFT)
            at += 0.25 + width + 0.3

    def _write(  # noqa: PLR0913 - how it looks is by name
        self,
        words: str,
        x: float,
        y: float,
        size: str,
        *,
        far: bool = False,
        centred: bool = False,
        colour: str = INK,
        weight: str = "normal",
    ) -> float:
        """Write a line that begins, ends (`far`) or is `centred` at x; returns its width."""
        side = "right" if far is not self._rtl else "left"
        written = self._figure.text(
            self._across(x), (y - _SIZES[size] * BASELINE) / self._height, words,
            fontsize=_SIZES[size], color=colour, fontweight=weight, fontfamily="DejaVu Sans",
            ha="center" if centred else side, va="baseline", parse_math=False,
        )  # fmt: skip
        return float(written.get_window_extent().width) / PIXELS_AN_INCH

    def _fill(self, x: float, middle: float, width: float, height: float, colour: str) -> None:
        from matplotlib.patches import Rectangle  # noqa: PLC0415

        begin = self._across(x + width if self._rtl else x)
        bottom = (middle - height / 2) / self._height
        size = (width / WIDTH, height / self._height)
        bar = Rectangle((begin, bottom), *size, color=colour, linewidth=0, antialiased=False)
        self._figure.add_artist(bar)

    def _across(self, x: float) -> float:
        """Inches from where reading begins as a share of the picture from its left."""
        return 1 - x / WIDTH if self._rtl else x / WIDTH

    def _words(self, text: Text) -> str:
        return plain(render(text, self._language))[0].translate(_INVISIBLE)
