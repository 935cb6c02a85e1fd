"""Crossings of groups as pictures: each cell at its place, words where none is declared."""

import pandas as pd

from workbench import plots, population

SIGNS = {"under": "<", "over": ">"}


def test_each_cell_of_a_crossing_stands_at_its_place(page, subgroups):
    frame = page["cell_shares"].frame.set_index("level")
    figure = plots.crossed_shares(page["cell_shares"], survey=subgroups)
    panels = figure.figure.axes
    assert [axes.get_title(loc="left") for axes in panels] == [
        *("Area by half", "odd: area by third", "even: area by third")
    ]
    for axes, key in zip(panels[:2], ("{down} × {across}", "odd × {across} × {down}"), strict=True):
        down, across = ([t.get_text() for t in ticks] for ticks in (axes.get_yticklabels(), axes.get_xticklabels()))
        shown = {t.get_position(): t.get_text().rstrip("†") for t in axes.texts}
        for (row, level), (column, other) in ((d, a) for d in enumerate(down) for a in enumerate(across)):
            value, bound = frame.loc[key.format(down=level, across=other), ["estimate", "bound"]]
            expected = "–" if pd.isna(value) else f"{100 * value:.1f}"
            expected = f"{SIGNS[bound]}{100 * value:g}" if bound else expected
            assert shown[column + 0.5, row + 0.5] == expected
        assert {"–"} < set(shown.values())


def test_no_crossing_is_said_in_words(page, subgroups):
    none = population.protect(
        page["cells"].frame.iloc[:0].drop(columns="withheld"), plan=population.protection_plan(subgroups)
    )
    assert plots.crossed_means(none, survey=subgroups).alt == "The codebook declares no crossing."
