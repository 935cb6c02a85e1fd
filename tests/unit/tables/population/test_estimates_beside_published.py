"""Published values beside our own."""

import pandas as pd

from workbench import intake, tables


def test_a_published_value_beside_a_withheld_group(page, subgroups):
    known = intake.published_values("data/published/benchmarks.csv", survey=subgroups)
    means, shares = (page["mean"], page["means"]), (page["share"], page["shares"])
    frame = tables.beside_published(known, means, shares, survey=subgroups).frame.set_index("level")
    assert frame.loc["Island", ["own_text", "interval_text", "published_text"]].tolist() == ["–", "–", "24.5 %"]
    assert pd.isna(frame.loc["Island", "estimate"])
    assert frame.loc["all", "published_text"].tolist() == ["75.2", "10.0 %"]


def test_each_source_is_named_once_below_the_table(page, subgroups):
    known = intake.published_values("data/published/benchmarks.csv", survey=subgroups)
    means, shares = (page["mean"], page["means"]), (page["share"], page["shares"])
    table = tables.beside_published(known, means, shares, survey=subgroups)
    sources = table.frame["source"].unique()
    assert [sum(source in note for note in table.notes) for source in sources] == [1] * len(sources)
    assert all("source" not in shown.names for shown in table.columns)
