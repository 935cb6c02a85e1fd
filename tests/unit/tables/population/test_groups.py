"""Tables of groups and their words."""

from tests.unit.tables.population.conftest import SIZES
from workbench import tables


def test_levels_stand_in_the_order_of_the_codebook(areas, estimates):
    reordered = areas.groups["area"].cat.reorder_categories(["Hamlet", "South", "Island", "<b>North</b>"])
    table = tables.means_and_shares(*estimates(reordered), survey=areas)
    assert table.frame["level"].tolist() == list(SIZES)


def test_no_crossing_declared_is_an_empty_table_not_an_error(areas, estimates):
    table = tables.means_and_shares(*estimates(areas.crossings), survey=areas)
    assert table.frame.empty
    assert "the codebook declares no crossing" in table.html()


def test_html_label_is_shown_and_does_nothing(areas, estimates):
    html = tables.means_and_shares(*estimates(areas.groups), survey=areas).html()
    assert "<b>North</b>" not in html
    assert "&lt;b&gt;North&lt;/b&gt;" in html
