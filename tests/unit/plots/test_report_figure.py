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
