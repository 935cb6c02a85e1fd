"""Criteria of item response beside the values."""

from workbench import tables


def test_closing_table_has_value_criterion_and_source_of_every_part(exact_items, protected_items):
    graded, _, scalability, _ = exact_items
    table = tables.criteria_item_response(*protected_items)
    terms = " ".join(table.frame["term"])
    for part in ("RMSEA of C2", "Q3", "discrimination", "reliability", "Kappa", "H of the scale", "crit", "Nagelkerke"):
        assert part in terms
    by_term = table.frame.set_index("term")
    assert by_term.loc["H of the scale", "estimate"] == round(scalability.table["estimate"].iloc[0], 2)
    assert by_term.loc["RMSEA of C2", "conf_high"] == round(graded.fit["rmsea_high"].iloc[0], 3)
    biased = by_term.index[by_term.index.str.startswith("Largest Nagelkerke")][0]
    assert "esis10" in biased
    assert not table.frame["criterion"].eq("").any() and not table.frame["source"].eq("").any()
