"""A picture for people, with the words that replace it for those who cannot see it."""

from __future__ import annotations

import base64
import io
import re
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.ticker import ScalarFormatter
from matplotlib.transforms import BboxBase

from workbench.media_types import FIGURE_MIME
from workbench.plots.style import RC, EmptyFigure, TickNumbers, empty_figure

_PNG_DPI = 200
_PLACES = 6  # of a part of the figure: some thousandths of a point
_CLIP = re.compile(r"(?<=[\"#])(p[0-9a-f]{10})(?=[\")])")


@dataclass(frozen=True, eq=False, kw_only=True)
class ReportFigure:
    """A figure ready to be shown and exported.

    Attributes
    ----------
    name : str
        File name of the exported pictures, without ending.
    caption : str
        What the figure shows, for whom, with which weights.
    alt : str
        What a sighted reader takes from it, in words; never about a withheld group.
    figure : matplotlib.figure.Figure
        Made without pyplot, so nothing stays open.
    """

    name: str
    caption: str
    alt: str
    figure: Figure

    def __post_init__(self) -> None:
        """Let axes without a writing of their own write their numbers in the language that is spoken."""
        for axes in self.figure.axes:
            for axis in (axes.xaxis, axes.yaxis):
                if type(axis.get_major_formatter()) is ScalarFormatter:
                    axis.set_major_formatter(TickNumbers())

    @property
    def empty(self) -> bool:
        """Whether there was nothing to draw."""
        return isinstance(self.figure, EmptyFigure)

    def png(self) -> bytes:
        """Bitmap, the same bytes for the same figure."""
        buffer = io.BytesIO()
        with mpl.rc_context(RC):
            self._lay_out()
            drawn = self.figure.canvas  # knows the sizes of all texts, if it has laid them out
            canvas = drawn if isinstance(drawn, FigureCanvasAgg) else FigureCanvasAgg(self.figure)
            canvas.print_png(buffer, metadata={"Software": None})  # type: ignore[no-untyped-call]
        return buffer.getvalue()

    def svg(self) -> str:
        """Vector picture, the same text for the same figure: no date, no random ids."""
        buffer = io.StringIO()
        with mpl.rc_context({**RC, "svg.hashsalt": self.name, "svg.fonttype": "path"}):
            self._lay_out()
            FigureCanvasSVG(self.figure).print_svg(buffer, metadata={"Date": None, "Creator": None})  # type: ignore[no-untyped-call]
        return _clips_in_order(buffer.getvalue())

    def words(self) -> dict[str, Any]:
        """Return caption, alternative text and picture in the language that is spoken."""
        return {"caption": self.caption, "alt": self.alt, "png": base64.b64encode(self.png()).decode("ascii")}

    def _lay_out(self) -> None:
        """Find the places of everything once: `savefig` does it for each picture, and draws the figure twice for it."""
        if isinstance(engine := self.figure.get_layout_engine(), ConstrainedLayoutEngine):
            FigureCanvasAgg(self.figure)  # measures each text once, for the bitmap too
            self.figure.set_dpi(_PNG_DPI)
            engine.execute(self.figure)
            self.figure.set_layout_engine("none")
        for axes in self.figure.axes:  # the solver's last bits would reach the file where a coordinate is rounded
            axes.set_position(np.round(axes.get_position(original=True).bounds, _PLACES), which="original")
            _keep_inside(axes, self.figure.bbox)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> tuple[dict[str, Any], dict[str, Any]]:
        described = {"alt": self.alt}
        data = {
            "text/plain": f"Figure: {self.caption} {self.alt}",
            "image/png": base64.b64encode(self.png()).decode("ascii"),
            "image/svg+xml": self.svg(),
            FIGURE_MIME: {"name": self.name, "caption": self.caption, "alt": self.alt, "empty": self.empty},
        }
        return data, {"image/png": described, "image/svg+xml": described}


def _keep_inside(axes: Axes, picture: BboxBase) -> None:
    """Move the titles of axes that are longer than these along them, so that the picture does not cut them."""
    along = axes.get_window_extent()
    across, up = axes.xaxis.label.get_window_extent(), axes.yaxis.label.get_window_extent()
    beyond = max(across.x1 - picture.x1, 0) + min(across.x0 - picture.x0, 0)
    axes.xaxis.label.set_x(axes.xaxis.label.get_position()[0] - beyond / along.width)
    beyond = max(up.y1 - picture.y1, 0) + min(up.y0 - picture.y0, 0)
    axes.yaxis.label.set_y(axes.yaxis.label.get_position()[1] - beyond / along.height)


def _clips_in_order(svg: str) -> str:
    """Name clip paths by their order: matplotlib hashes unrounded positions, whose last bits differ between runs."""
    order = {name: f"clip{place}" for place, name in enumerate(dict.fromkeys(_CLIP.findall(svg)))}
    return _CLIP.sub(lambda found: order[found[1]], svg)


def draw_once() -> None:
    """Draw an empty figure, so that fonts are loaded before a process is copied for several notebooks."""
    drawn = ReportFigure(name="empty", caption="", alt="", figure=empty_figure("empty"))
    drawn.png()
    drawn.svg()
