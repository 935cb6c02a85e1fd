"""An own scale in the form: which codes of its columns mean no answer."""

import pandas as pd
import pyreadstat
import pytest

from tests.reports import toys
from workbench.intake.codebook import file_overview
from workbench.lab.my_survey import Fields
from workbench.lab.my_survey.own_scale import completed_scale, with_scale

WORDS = {0: "not at all", 1: "on some days", 2: "on most days", 3: "nearly every day", -9: "no answer"}


@pytest.mark.parametrize(
    ("points", "shift", "entry"),
    [
        ((0, 1, 2, 3), 0, {"column": "q1", "missing": [-9]}),
        ((1, 2, 3, 4), 1, {"column": "q1", "shift": 1, "missing": [-9]}),
        ((1, 2, 3, 4), 0, {"column": "q1", "missing": [-9]}),  # nothing is moved unsaid
        ((1, 2, 3), 0, {"column": "q1", "missing": [-9]}),  # 0 is an answer that no option holds: reading refuses it
    ],
)
def test_a_labelled_answer_is_never_taken_for_none(tmp_path, points, shift, entry):
    project = toys.write_project(tmp_path / "project")
    answers = pd.DataFrame({"q1": [0, 1, 2, 3, -9] * 12})
    path = project / "data" / "own.sav"
    pyreadstat.write_sav(
        answers, path, variable_value_labels={"q1": WORDS}, missing_ranges={"q1": [{"lo": -9, "hi": -9}]}
    )
    scale = {"columns": ["q1"], "shift": shift, "content": {"id": "own", "items": [{"id": "one"}]}}
    scale["content"]["options"] = [{"points": point} for point in points]
    with toys.inside(project):
        found = with_scale({"background": {}}, scale, file_overview(path), Fields(values={}))
    assert found["items"]["one"] == entry


def test_what_the_publication_says_is_taken_and_an_empty_field_changes_nothing():
    stated = {"question": "Q", "instruction": "Not stated yet; I.", "source": "S", "copyright": "C"}
    content = {**stated, "permitted_use": ["Not stated yet; ask."], "items": [], "options": []}
    sent = {"scale.instruction": ["Tick one."], "scale.permitted_use": ["Free of charge."], "scale.source": [""]}
    said = completed_scale({"content": content}, Fields(values=sent))["content"]
    assert (said["instruction"], said["permitted_use"], said["source"]) == ("Tick one.", ["Free of charge."], "S")
    assert completed_scale({"content": content}, Fields(values={}))["content"] == content
