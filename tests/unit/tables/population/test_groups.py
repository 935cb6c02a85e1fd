"""Tables of groups and their words."""

from dataclasses import replace

from tests.unit.tables.population.conftest import SIZES
from workbench import population, tables
from workbench.intake import score


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


def test_the_caption_names_the_level_compared_with_and_a_note_says_where_the_codebook_names_another(areas):
    plan = population.protection_plan(areas)
    points = score(areas.responses, instrument=areas.instrument)
    compared = population.compare_groups(points, areas.groups["area"], design=areas.design, reference="South")
    shown = population.protect(compared, plan=plan)
    table = tables.differences(shown, survey=areas)
    assert table.caption == "Difference in mean score from the reference group “South”"
    assert not any("in place of" in note for note in table.notes)
    assert table.cautions == ()  # there is no other group to show
    south = table.html().partition(">South</th>")[2].partition("</tr>")[0]
    assert south.count(">reference</td>") == 3 and "></td>" not in table.html()
    named = areas.codebook.background["area"].model_copy(update={"reference": list(SIZES).index("Island")})
    book = areas.codebook.model_copy(update={"background": {"area": named}})
    notes = tables.differences(shown, survey=replace(areas, codebook=book)).notes
    assert notes[0].startswith("Compared with South in place of Island, which the codebook names")
