"""A figure as files: the same bytes for the same numbers, words beside the picture."""

import numpy as np

from tests.unit.plots.drawn import SIZES, share_figure
from workbench.media_types import FIGURE_MIME


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
