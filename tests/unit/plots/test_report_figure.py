"""A figure as files: the same bytes for the same numbers, words beside the picture."""

import numpy as np
from matplotlib.backends import backend_agg

from tests.unit.plots.drawn import SIZES, share_figure
from workbench.media_types import FIGURE_MIME
from workbench.plots import ReportFigure
from workbench.plots.style import new_axes
from workbench.wording import speaking


def test_same_numbers_give_the_same_bytes():
    first, second = (share_figure(SIZES) for _ in range(2))
    assert first.png() == second.png()
    assert first.svg() == second.svg()


def test_last_bits_of_the_layout_do_not_reach_the_file():
    """The solver of the layout may end a bit aside in another run, and matplotlib hashes the position into ids."""
    figure = share_figure(SIZES)
    figure.svg()
    figure.figure.set_layout_engine("none")
    first, axes = figure.svg(), figure.figure.axes[0]
    axes.set_position(np.nextafter(axes.get_position(original=True).bounds, 1))
    assert figure.svg() == first


def test_a_title_longer_than_its_axis_is_not_cut():
    figure, axes = new_axes(2.0)
    axes.set(xlabel="Osuus (pistemäärä alle 50) kaikista vastaajista, %", ylabel="Osuus vastaajista, %")
    axes.set_yticks([0], ["A label so long that little room is left for the axis itself"])
    shown = ReportFigure(name="long", caption="", alt="", figure=figure)
    shown.png()
    across, up = axes.xaxis.label.get_window_extent(), axes.yaxis.label.get_window_extent()
    assert across.width < figure.bbox.width and up.height < figure.bbox.height  # there is room for both
    assert figure.bbox.x0 <= across.x0 and across.x1 <= figure.bbox.x1 + 0.5
    assert figure.bbox.y0 <= up.y0 + 0.5 and up.y1 <= figure.bbox.y1 + 0.5


def test_bundle_carries_alternative_text_for_both_pictures():
    figure = share_figure(SIZES)
    data, metadata = figure._repr_mimebundle_()
    assert metadata["image/png"]["alt"] == metadata["image/svg+xml"]["alt"] == data[FIGURE_MIME]["alt"] == figure.alt
    assert "%" in figure.alt


def test_no_figure_stays_open():
    import matplotlib.pyplot as plt

    share_figure(SIZES).png()
    assert not plt.get_fignums()


def test_numbers_of_an_axis_have_the_decimal_mark_of_the_language_that_is_spoken():
    figure, axes = new_axes(2.0)
    axes.set(xlim=(-0.5, 0.5))
    ReportFigure(name="empty", caption="", alt="", figure=figure)
    assert "−0.4" in [label.get_text() for label in axes.get_xticklabels()]
    with speaking("fi"):
        assert "−0,4" in [label.get_text() for label in axes.get_xticklabels()]


def test_what_lays_out_a_bitmap_draws_it_too(monkeypatch):
    """Each renderer measures every text anew."""
    made = []

    class Counted(backend_agg.RendererAgg):
        def __init__(self, *args):
            made.append(args)
            super().__init__(*args)

    figure = share_figure(SIZES)
    monkeypatch.setattr(backend_agg, "RendererAgg", Counted)
    figure.png()
    assert len(made) == 1
