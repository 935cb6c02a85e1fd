"""Groups that changed by one to four respondents since they were published keep their earlier numbers."""

from __future__ import annotations

import base64
import json
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.unit.disclosure.ledger.releases import answered_anew, rows_of, survey, variables_of, with_threshold, without
from workbench.columns import EVERYONE, NOT_ANSWERED
from workbench.disclosure.ledger import (
    FOLDER_VARIABLE,
    holds_others,
    is_known,
    kept_groups,
    refuse_second_release,
    remember,
)
from workbench.disclosure.ledger.entries import read_entries, write_entry
from workbench.disclosure.ledger.ledger import ledger_folder
from workbench.disclosure.ledger.marks import BY_ID
from workbench.disclosure.ledger.releases import side_by_side, silent_groups
from workbench.disclosure.ledger.secret import read_secret
from workbench.disclosure.ledger.sketched_groups import group_keys, sketch_groups
from workbench.errors import PublicationError, RunError
from workbench.intake import Survey


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "ledger"))
    return tmp_path / "ledger"


def publish(whole: Survey, run: str = "first") -> None:
    remember(whole, run=run, kept=kept_groups(whole))


def test_nothing_was_published_before_the_first_run(folder):
    assert kept_groups(survey()) == {}
    assert not folder.exists(), "asking writes nothing"


def test_the_same_respondents_give_the_same_numbers():
    whole = survey()
    publish(whole)
    shuffled = whole.responses.sample(frac=1, random_state=1).index
    again = replace(
        whole,
        responses=whole.responses.loc[shuffled],
        background=whole.background.loc[shuffled],
        id_marks=whole.id_marks.loc[shuffled],
    )
    assert kept_groups(again) == {}


@pytest.mark.parametrize("ids", [True, False], ids=["by id", "by answers"])
@pytest.mark.parametrize("n", [1, 4])
def test_a_survey_that_lost_a_few_is_not_published_again(ids, n):
    whole = survey(ids=ids)
    publish(whole)
    with pytest.raises(PublicationError, match="since the run `first` was published"):
        refuse_second_release(without(whole, list(range(n))))
    gone = without(whole, list(range(n)))
    assert kept_groups(gone)[(EVERYONE, EVERYONE)] == kept_groups(gone)[("area", "D")] == "first"


@pytest.mark.parametrize("ids", [True, False], ids=["by id", "by answers"])
def test_only_variables_of_which_a_level_changed_by_few_keep_their_numbers(ids):
    whole = survey(ids=ids, crossed=False)
    publish(whole)
    gone = rows_of(whole, 6, sex="Men", area="A") + rows_of(whole, 5, sex="Women", area="B")
    gone += rows_of(whole, 2, sex="Women", area="C") + rows_of(whole, 5, sex="Men", area="D")
    kept = kept_groups(without(whole, gone))
    assert kept == dict.fromkeys([("area", level) for level in (*"ABCD", NOT_ANSWERED)], "first")


@pytest.mark.parametrize("few", [1, 4])
def test_which_level_changed_by_few_is_not_told(few):
    """Of a crossing too: whoever knows the area of the one who left would read off the sex."""
    whole = survey()
    publish(whole)
    others = rows_of(whole, 9, area="A", sex="Men") + rows_of(whole, 8, area="A", sex="Women")
    kept = [kept_groups(without(whole, others + rows_of(whole, few, area="C", sex=sex))) for sex in ("Men", "Women")]
    assert kept[0] == kept[1]
    assert variables_of(kept[0]) == {"county", "area", "sex × area"}


def test_a_crossing_without_a_large_cell_keeps_what_its_variable_keeps():
    """All cells of the area that lost two are of fewer than five; the others would add up to the other areas anew."""
    whole = survey(80)
    sex = whole.background["sex"].cat.add_categories(list("vwxyz"))
    small = whole.background["area"].eq("C")
    sex[small] = np.resize([*"vwxyz", "Men", "Women"], int(small.sum()))
    whole = replace(whole, background=whole.background.assign(sex=sex))
    assert pd.crosstab(whole.background["area"], sex).loc["C"].max() < 5 <= small.sum()
    publish(whole)
    gone = without(whole, rows_of(whole, 1, area="C", sex="v") + rows_of(whole, 8, area="A", sex="Men"))
    assert {"area", "sex × area"} <= variables_of(kept_groups(gone))


def test_a_few_who_joined_or_answered_anew_count_like_those_who_left():
    whole = survey(crossed=False)
    few, many = rows_of(whole, 3, area="C"), rows_of(whole, 9, area="A") + rows_of(whole, 9, area="D")
    publish(answered_anew(whole, few + many))
    assert variables_of(kept_groups(whole)) == {"area"}


def test_an_answer_that_gives_a_score_changes_those_with_a_score():
    """Ten without a score join the men; of one man the missing answer is found."""
    whole = survey(crossed=False)
    answers = whole.responses.copy()
    answers.loc[rows_of(whole, 11, sex="Men"), "esis1"] = np.nan
    publish(without(replace(whole, responses=answers), rows_of(whole, 11, sex="Men")[1:]))
    answers = answers.copy()
    answers.loc[rows_of(whole, 1, sex="Men"), "esis1"] = 3.0
    with pytest.raises(PublicationError):
        refuse_second_release(replace(whole, responses=answers))


def test_a_change_of_few_cannot_be_worked_out_by_subtraction():
    """The women changed by six, the men by one: everyone minus the women would tell of the man."""
    whole = survey(crossed=False)
    publish(whole)
    gone = rows_of(whole, 1, sex="Men", area="A") + rows_of(whole, 6, sex="Women", area="A")
    kept = kept_groups(without(whole, gone))
    assert {("sex", "Men"), ("sex", "Women")} <= set(kept)
    assert ("area", "A") not in kept, "all seven are of one area, which tells no more than everyone does"


def test_a_change_inside_a_nested_area_cannot_be_worked_out_either():
    whole = survey(crossed=False)
    publish(whole)
    gone = rows_of(whole, 1, area="A", sex="Men") + rows_of(whole, 6, area="B") + rows_of(whole, 7, area="C")
    kept = kept_groups(without(whole, gone))
    assert "area" in variables_of(kept) and "county" not in variables_of(kept)


def test_a_group_too_small_to_be_published_is_not_told_by_subtraction():
    whole = survey(crossed=False)
    few = rows_of(whole, 3, area="D")
    background = whole.background.copy()
    background.loc[few, "sex"] = None
    whole = replace(whole, background=background)
    publish(whole)
    gone = few[:1] + rows_of(whole, 6, sex="Women", area="A")
    assert ("sex", "Women") in kept_groups(without(whole, gone))


def test_kept_groups_are_compared_with_the_run_that_published_them():
    whole = survey(crossed=False)
    publish(whole)
    steps = [rows_of(whole, 8, area="A") + rows_of(whole, 7, area="B"), rows_of(whole, 4, area="C")]
    second = without(whole, steps[0] + steps[1][:3])
    assert kept_groups(second)[("area", "C")] == "first"
    publish(second, "second")
    third = without(whole, steps[0] + steps[1] + rows_of(whole, 20, area="D"))
    assert kept_groups(third)[("area", "C")] == "first", "the second run did not publish it"
    fourth = without(whole, steps[0] + rows_of(whole, 5, area="C") + rows_of(whole, 20, area="D"))
    assert ("area", "C") not in kept_groups(fourth), "five have changed since it was published"


def test_a_file_of_one_area_meets_the_report_of_all():
    whole = survey()
    publish(whole)
    area = without(whole, list(whole.background.index[whole.background["area"] != "A"]))
    background = area.background.assign(area=area.background["area"].cat.remove_unused_categories())
    area = replace(area, background=background)
    assert kept_groups(area) == {}
    with pytest.raises(PublicationError):
        refuse_second_release(without(area, rows_of(area, 2, area="A")))


def test_the_report_of_all_meets_the_file_of_one_area():
    whole = survey(crossed=False)
    others = list(whole.background.index[whole.background["area"] != "A"])
    publish(without(whole, [*others, *rows_of(whole, 2, area="A")]), "area A")
    assert kept_groups(whole)[("area", "A")] == "area A"


def test_a_crossing_is_found_in_whatever_order_its_variables_stand():
    whole = survey()
    turned = whole.codebook.model_copy(update={"crossings": (("area", "sex"),)})
    publish(replace(whole, codebook=turned))
    gone = without(whole, rows_of(whole, 2, area="A", sex="Men") + rows_of(whole, 9, area="B"))
    assert ("sex × area", "Men × A") in kept_groups(gone)
    assert kept_groups(gone) == kept_groups(replace(gone, codebook=turned)), "named in the order of the variables"


def test_crossings_hold_those_who_left_a_part_unanswered_and_the_smaller_crossings_inside():
    whole = survey()
    background = whole.background.copy()
    background.loc[rows_of(whole, 20, area="B", county="North"), "sex"] = None
    three = whole.codebook.model_copy(update={"crossings": (("sex", "area", "county"),)})
    whole = replace(whole, background=background, codebook=three)
    publish(whole)
    kept = kept_groups(without(whole, rows_of(whole, 30, area="B")[:2] + rows_of(whole, 9, area="C")))
    assert {("sex × area", "not answered × B"), ("sex × area × county", "not answered × B × North")} <= set(kept)


def test_another_survey_with_the_same_groups_is_published_freely():
    publish(survey())
    for seed in range(2, 12):
        assert kept_groups(survey(24, seed=seed)) == {}, "other people, though their groups are as small"


def test_a_raised_threshold_asks_for_more_changes():
    whole = survey(crossed=False)
    publish(whole)
    gone = without(whole, rows_of(whole, 6, area="A"))
    assert (EVERYONE, EVERYONE) not in kept_groups(gone)
    with pytest.raises(PublicationError, match="Fewer than 10 respondents"):
        refuse_second_release(with_threshold(gone, 10))


@pytest.mark.parametrize("ids", [True, False], ids=["by id", "by answers"])
def test_the_same_respondents_are_not_published_with_another_threshold(ids):
    """Means follow steps that the threshold sets: rounded in two ways they would be known better than in either."""
    whole, others = survey(ids=ids), survey(seed=2, ids=ids)
    publish(whole)
    area = whole.background["area"] == "D"  # one area answers as before, all others are other people
    marks = whole.id_marks.where(area, others.id_marks) if ids else None
    partly = replace(whole, responses=whole.responses.where(area, others.responses, axis=0), id_marks=marks)
    for again in (whole, partly):
        raised = with_threshold(again, 10)
        with pytest.raises(PublicationError, match=r"`first` told of .* `minimum_respondents` 5, and now it is 10"):
            refuse_second_release(raised)
        with pytest.raises(PublicationError, match=r"Write `disclosure: \{minimum_respondents: 5\}`"):
            remember(raised, run="second", kept=kept_groups(raised))
        refuse_second_release(again)
    refuse_second_release(with_threshold(others, 10))


@pytest.mark.parametrize("ids", [True, False], ids=["by id", "by answers"])
def test_a_run_with_a_smaller_threshold_told_of_the_same_people(ids):
    """A run before wrote fewer terms of its sketches than one asks for now, and maybe not its threshold."""
    whole = survey(24, ids=ids)
    publish(whole)
    secret = read_secret(ledger_folder())
    (entry,) = read_entries(ledger_folder(), secret)
    (ledger_folder() / entry.file).unlink()
    write_entry(ledger_folder(), secret, replace(entry, minimum=None))
    again = with_threshold(whole, 15)
    refuse_second_release(again)
    assert kept_groups(again) == {}
    groups, entries = sketch_groups(again, secret), read_entries(ledger_folder(), secret)
    silent = silent_groups(groups, (), minimum=15)
    keys = group_keys(groups.names, secret)
    releases = side_by_side(groups, keys, entries, silent_now=silent, minimum=15)
    assert releases.on(BY_ID).same_people.all()


def test_an_open_survey_needs_no_ledger(folder):
    whole = survey()
    public = replace(whole, codebook=whole.codebook.model_copy(update={"open_because": "CC0, archive"}))
    remember(public, run="open", kept={})
    assert not folder.exists()
    publish(whole)
    assert kept_groups(replace(public, responses=public.responses.iloc[1:])) == {}


def test_a_run_is_known_by_name_and_data():
    whole = survey()
    publish(replace(whole, report=replace(whole.report, file_sha256="aa")), "spring")
    assert is_known(run="spring", data_sha256="aa")
    assert not is_known(run="spring", data_sha256="bb") and not is_known(run="autumn", data_sha256="aa")


def test_what_a_ledger_held_before_a_run_is_all_but_that_run_itself():
    whole = survey()
    assert not holds_others(run="spring", data_sha256="aa")
    publish(replace(whole, report=replace(whole.report, file_sha256="aa")), "spring")
    assert not holds_others(run="spring", data_sha256="aa"), "a batch that goes on"
    assert holds_others(run="spring", data_sha256="bb") and holds_others(run="autumn", data_sha256="aa")


def test_two_runs_at_once_do_not_both_publish():
    whole = survey(crossed=False)
    gone = without(whole, rows_of(whole, 2, area="C") + rows_of(whole, 9, area="A"))
    kept = kept_groups(gone)
    publish(whole, "meanwhile")
    with pytest.raises(PublicationError, match="published while this one was made"):
        remember(gone, run="late", kept=kept)
    assert not is_known(run="late", data_sha256="")


def test_of_runs_that_end_in_the_same_moment_one_is_published(folder):
    """Each lost another respondent, so that both together would tell of the two."""
    whole = survey(crossed=False)
    publish(without(whole, list(range(40))), "long ago")
    surveys = [without(whole, [place]) for place in range(4)]
    kept = [kept_groups(one) for one in surveys]
    start = threading.Barrier(len(surveys))

    def end(place: int) -> bool:
        start.wait()
        try:
            remember(surveys[place], run=f"run {place}", kept=kept[place])
        except PublicationError:
            return False
        return True

    with ThreadPoolExecutor(len(surveys)) as threads:
        ended = list(threads.map(end, range(len(surveys))))
    assert sum(ended) == 1
    assert is_known(run=f"run {ended.index(True)}", data_sha256="")


def test_a_run_that_was_killed_while_it_wrote_leaves_the_ledger_whole(folder):
    publish(survey())
    (folder / "second.published.partial").write_text('{"schema_version": 2, "run": "sec')
    assert kept_groups(survey()) == {}
    publish(survey(), "second")
    assert is_known(run="second", data_sha256="")


def test_a_copy_on_another_computer_knows_the_same(folder, tmp_path, monkeypatch):
    publish(survey())
    shutil.copytree(folder, tmp_path / "copy")
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "copy"))
    with pytest.raises(PublicationError, match="`first`"):
        refuse_second_release(without(survey(), [0]))


def test_the_files_tell_nothing_and_are_for_the_owner_only(folder):
    whole = survey()
    publish(whole)
    publish(whole, "second")
    files = [path for path in folder.iterdir() if path.name != ".gitignore"]
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    first, second = (json.loads(path.read_text()) for path in sorted(folder.glob("*.json")))
    assert first["groups"] == second["groups"]
    one, two = (np.frombuffer(base64.b64decode(file["sketches"]), dtype="<u4") for file in (first, second))
    assert (one == two).mean() < 0.01, "the same members look different in each file"
    for word in ("Men", "area", "North", "Test survey"):
        assert word not in json.dumps({key: value for key, value in first.items() if key != "sketches"})


def test_another_secret_gives_other_names(folder):
    publish(survey())
    names = json.loads(next(folder.glob("*.json")).read_text())["groups"]
    for path in folder.iterdir():
        path.unlink()
    publish(survey())
    assert not set(names) & set(json.loads(next(folder.glob("*.json")).read_text())["groups"])


def test_two_runs_of_one_name_both_stay(folder):
    publish(survey())
    publish(survey(seed=2))
    assert len(list(folder.glob("*.json"))) == 2
    with pytest.raises(PublicationError):
        refuse_second_release(without(survey(), [0]))


def _shortened(folder):
    path = next(folder.glob("*.json"))
    path.write_text(path.read_text()[:-20])


def _changed(folder):
    path = next(folder.glob("*.json"))
    path.write_text(path.read_text().replace('"first"', '"fir5t"'))


def _a_list(folder):
    next(folder.glob("*.json")).write_text("[]")


def _foreign(folder):
    (folder / "secret").write_text("ab" * 32)


def _lost(folder):
    (folder / "secret").unlink()


def _no_secret(folder):
    (folder / "secret").write_text("not one")


@pytest.mark.parametrize("damage", [_shortened, _changed, _a_list, _foreign, _lost, _no_secret])
def test_a_damaged_or_foreign_ledger_is_refused_and_nothing_is_lost(damage, folder):
    publish(survey())
    damage(folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(RunError, match="Restore"):
        kept_groups(survey())
    with pytest.raises(RunError, match="Restore"):
        remember(survey(), run="second", kept={})
    assert {name: content for name, content in before.items() if name != "secret"} == {
        path.name: path.read_bytes() for path in folder.iterdir() if path.name != "secret"
    }


def test_a_ledger_that_cannot_be_made_is_refused_in_words(folder):
    folder.write_text("a file in its place")
    with pytest.raises(RunError, match="cannot be written to"):
        remember(survey(), run="first", kept={})


@pytest.mark.parametrize("ids", [True, False])
def test_respondents_who_answered_alike_are_counted(ids):
    """Everyone gave the same answer: who left is known by how many are left, there and by subtraction."""
    whole = survey(ids=ids, crossed=False)
    alike = pd.DataFrame(4.0, index=whole.responses.index, columns=whole.responses.columns)
    whole = replace(whole, responses=alike)
    publish(whole)
    gone = rows_of(whole, 3, area="C") + rows_of(whole, 9, area="A")
    assert "area" in variables_of(kept_groups(without(whole, gone)))


def test_answers_in_common_with_a_group_that_changes_are_no_change_of_the_others():
    whole = survey(ids=False, crossed=False)
    answers = whole.responses.copy()
    in_c, others = whole.background["area"].eq("C"), whole.background["area"].eq("A")
    answers[in_c & (in_c.cumsum() <= 3)] = answers[others & (others.cumsum() <= 3)].to_numpy()
    publish(replace(whole, responses=answers))
    assert kept_groups(replace(whole, responses=answers.where(~in_c, 6 - answers))) == {}


def test_a_ledger_of_an_earlier_version_still_protects(folder):
    """A file that knows respondents by id and answers only, as it was written then; it stays beside newer ones."""
    shutil.copytree(Path(__file__).parent / "version_3", folder)
    whole = survey(40, crossed=False)
    assert kept_groups(whole) == {}
    with pytest.raises(PublicationError, match="`first`"):
        refuse_second_release(without(whole, [0]))
    publish(survey(40, seed=2, crossed=False), "second")
    with pytest.raises(PublicationError, match="`first`"):
        refuse_second_release(without(whole, [0]))


def test_a_ledger_of_a_later_version_is_refused(folder):
    publish(survey())
    path = next(folder.glob("*.json"))
    path.write_text(path.read_text().replace('"schema_version": 5', '"schema_version": 6'))
    with pytest.raises(RunError, match="another version of this program"):
        kept_groups(survey())
