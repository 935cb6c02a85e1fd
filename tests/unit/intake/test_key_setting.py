"""Keys of a codebook or a scale are set by command: all or none, as the file's own checks say."""

from __future__ import annotations

import re
import shutil
import stat

import pytest
import yaml

from tests.unit.intake import example
from workbench.errors import ParameterError
from workbench.instruments import instrument_path, load_instrument
from workbench.intake import load_codebook, set_keys, unsaid_keys

DRAFT = """\
## Drafted from survey.sav
schema_version: 1
title: survey  # name of the survey
instrument: esis
items:
  esis1: q1
{items}background:
  sex:
    column: sex
    label: Sex
    labels:
      1: Men
      2: Women
      3: Other
      4: No answer
  # age: {{column: age, label: Age, groups: ["?", "?"], highest: "?"}}  # a number: write where each group begins
numeric: {{
  # years: {{column: age, label: Years, unit: "?", lowest: "?", highest: "?"}},
  }}
# crossings: [["?", "?"]]  # crossed groups
design:
  strata: "?"  # one of a, b
""".format(items="".join(f"  esis{number}: {{column: q{number}}}\n" for number in range(2, 11)))


@pytest.fixture
def codebook(tmp_path):
    path = tmp_path / "codebook.yaml"
    path.write_text(DRAFT, encoding="utf-8")
    return path


@pytest.fixture
def scale(tmp_path):
    return shutil.copy(instrument_path("esis"), tmp_path / "esis.yaml")


def test_a_draft_is_completed_step_by_step(codebook):
    first = set_keys(
        codebook, ["title=Well-being: a survey", "background.sex.merge={Other / none: [Other, No answer]}"]
    )
    assert first.changes == (
        ("title", "survey", "Well-being: a survey"),
        ("background.sex.merge", "not set", "{Other / none: [Other, No answer]}"),
    )
    assert "`design.strata`" in first.open_fault
    assert not set_keys(codebook, ["design.strata=region"]).open_fault
    book = load_codebook(codebook)
    assert (book.title, book.design.strata) == ("Well-being: a survey", "region")
    assert book.background["sex"].levels == ("Men", "Women", "Other / none")
    text = codebook.read_text(encoding="utf-8")
    assert "strata: region  # one of a, b\n" in text
    assert len(text.splitlines()) == len(DRAFT.splitlines()) + 1


def test_a_variable_that_the_draft_proposes_needs_only_what_is_open(codebook):
    words = ["design=", "background.age.groups=[18, 40]", "background.age.highest=99", "numeric.years.unit=years"]
    set_keys(codebook, [*words, "numeric.years.lowest=18", "numeric.years.highest=99", "crossings=[[sex, age]]"])
    book = load_codebook(codebook)
    assert list(book.background["age"].labels.values()) == ["18–39", "40 or over"]
    assert book.numeric["years"].highest == 99
    assert book.crossings == (("sex", "age"),)
    assert "# " not in codebook.read_text(encoding="utf-8").replace("## ", "").replace("  # name of the survey", "")


def test_a_code_of_a_proposal_that_is_set_to_be_missing_loses_its_label(codebook):
    proposed = '  # gender: {column: gndr, label: Gender, labels: {1: Men, 2: Women, 9: "9"}}\n'
    text = codebook.read_text(encoding="utf-8")
    codebook.write_text(text.replace("  # age: {", f"{proposed}  # age: {{", 1), encoding="utf-8")
    done = set_keys(codebook, ["background.gender.missing=9"])
    assert done.changes[-1] == ("background.gender.labels.9", "9", "not set")
    entry = yaml.safe_load(codebook.read_text(encoding="utf-8"))["background"]["gender"]
    assert (entry["labels"], entry["missing"]) == ({1: "Men", 2: "Women"}, [9])


def test_a_proposal_is_not_taken_with_a_part_left_open(codebook):
    with pytest.raises(ParameterError, match=r"`background\.age\.highest` in line \d+ is still `\?`"):
        set_keys(codebook, ["background.age.groups=[18, 40]"])
    assert codebook.read_text(encoding="utf-8") == DRAFT


def test_what_is_left_open_is_one_fault_and_not_a_wrong_number_besides(codebook):
    with pytest.raises(ParameterError) as refused:
        set_keys(codebook, ["numeric.years.unit=v", "numeric.years.lowest=16"])
    assert str(refused.value).count("`numeric.years.highest`") == 1


def test_an_item_that_is_its_column_alone_may_be_turned(codebook):
    set_keys(codebook, ["items.esis1.reversed=true", "design.strata="])
    item = load_codebook(codebook).items["esis1"]
    assert (item.column, item.reversed) == ("q1", True)


@pytest.mark.parametrize(
    "assignment", ["background.job.column=q4", "numeric.size.lowest=1", "cutoffs.mild.at_or_above=8", "items.x.shift=1"]
)
def test_the_example_in_a_refusal_of_a_new_entry_passes(codebook, assignment):
    with pytest.raises(ParameterError) as refused:
        set_keys(codebook, [assignment])
    (example_line,) = re.findall("e.g. `'(.*)'`", str(refused.value))
    if not assignment.startswith("items"):  # an item that the scale does not have is refused for that
        assert set_keys(codebook, [example_line]).changes


def test_variables_of_which_an_answer_becomes_none_are_told(codebook):
    assert set_keys(codebook, ["background.sex.missing=4", "missing=99", "title=x"]).of_no_answer == ("sex",)
    assert set_keys(codebook, ["background.sex.missing=4", "background.sex.reference=2"]).of_no_answer == ()
    assert set_keys(codebook, ["background.sex.others=Other"]).of_no_answer == ()
    assert set_keys(codebook, ["background.sex.others=missing", "background.sex.missing="]).of_no_answer == ("sex",)


def test_a_code_that_is_set_to_be_missing_loses_its_label(codebook):
    done = set_keys(codebook, ["background.sex.missing=[4, 3]"])
    assert [key for key, _, _ in done.changes] == [
        "background.sex.missing",
        "background.sex.labels.3",
        "background.sex.labels.4",
    ]
    book = yaml.safe_load(codebook.read_text(encoding="utf-8"))["background"]["sex"]
    assert (book["labels"], book["missing"]) == ({1: "Men", 2: "Women"}, [4, 3])


def test_one_value_is_a_list_of_one_where_a_list_of_values_stands(codebook):
    set_keys(codebook, ["missing=99", "area=sex", "background.sex.missing=4"])
    book = yaml.safe_load(codebook.read_text(encoding="utf-8"))
    assert (book["missing"], book["area"], book["background"]["sex"]["missing"]) == ([99], ["sex"], [4])
    with pytest.raises(ParameterError, match="crossings"):
        set_keys(codebook, ["crossings=sex"])


def test_text_is_taken_as_typed_and_codes_as_yaml(codebook):
    words = ["design=", "title=yes # no", "background.sex.label='quoted'", 'background.sex.labels.1="A: b"']
    set_keys(codebook, [*words, "missing=[9, 'no']", "background.sex.reference=2"])
    book = load_codebook(codebook)
    assert (book.title, book.background["sex"].label) == ("yes # no", "quoted")
    assert (book.background["sex"].labels[1], book.missing, book.background["sex"].reference) == ("A: b", (9, "no"), 2)


def test_whatever_is_wrong_nothing_is_written_and_all_is_said(codebook):
    words = ["titel=x", "background.sxe.reference=1", "crossings=[[sex", "title", "items.esis1=q1", "items.esis1=q2"]
    with pytest.raises(ParameterError) as caught:
        set_keys(codebook, words)
    said = str(caught.value).splitlines()
    assert len(said) == 6
    assert "Did you mean `title`?" in said[1]
    assert "Did you mean `sex`?" in said[2]
    assert codebook.read_text(encoding="utf-8") == DRAFT


@pytest.mark.parametrize(
    ("assignment", "says"),
    [
        ("background.sex.reference=7", "reference 7 is not one of the labelled codes"),
        ("background.sex.reference=", None),
        ("missing=[no]", "which YAML reads as false"),
        ("crossings=[[sex, gender]]", "`crossings` names `gender`"),
        ("title=", "`title` is missing"),
        ("instrument=esiss", "There is no instrument `esiss`"),
        ("items.esis3=", "esis3"),
        ("cutoffs.low={below: 140, label: low}", "140"),
        ("background.sex.merge={A: [Men, Wimen]}", "Did you mean `Women`?"),
    ],
)
def test_a_value_is_held_against_the_whole_file(codebook, assignment, says):
    set_keys(codebook, ["design="])
    before = codebook.read_text(encoding="utf-8")
    if says is None:
        set_keys(codebook, [assignment])
    else:
        with pytest.raises(ParameterError) as caught:
            set_keys(codebook, [assignment])
        assert says in str(caught.value)
    assert codebook.read_text(encoding="utf-8") == before


def test_a_scale_is_completed(scale):
    done = set_keys(
        scale, ["source=Isola, A. et al. (2021): a study", "options.1.label=never", "items.esis2.reversed=true"]
    )
    assert [key for key, _, _ in done.changes] == ["source", "options.1.label", "items.esis2.reversed"]
    changed, shipped = load_instrument("esis", folder=scale.parent), load_instrument("esis")
    assert changed.source == "Isola, A. et al. (2021): a study"
    assert [option.label for option in changed.options] == ["never", *(o.label for o in shipped.options[1:])]
    assert [item.id for item in changed.items if item.reversed] == ["esis2"]
    with pytest.raises(ParameterError, match="the score rule reaches"):
        set_keys(scale, ["score.maximum=40"])


def test_what_only_a_person_can_say_is_named_as_it_is_typed():
    draft = 'a: "?"\nb: {c: ["?", 1]}\nd: Not stated yet; ask.\ne: 1\n"f.g": {h: "?"}\n'
    assert unsaid_keys(draft) == ['a="…"', "b.c='[\"…\"]'", 'd="…"', "'\"f.g\".h=…'"]


def test_a_file_keeps_its_ends_of_lines_its_mark_its_rights_and_its_link(tmp_path):
    text = yaml.safe_dump(example.codebook(), sort_keys=False)
    path, link = tmp_path / "codebook.yaml", tmp_path / "link.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    path.chmod(0o640)
    link.symlink_to(path)
    title = load_codebook(path).title
    set_keys(link, ["title=Ä"])
    assert link.is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert (
        path.read_bytes()
        == b"\xef\xbb\xbf" + text.replace(f"title: {title}", "title: Ä").replace("\n", "\r\n").encode()
    )
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith(".")] == []


def test_what_stands_for_two_places_is_left_to_an_editor(codebook):
    codebook.write_text(DRAFT.replace("labels:\n", "labels: &codes\n") + "# end\n", encoding="utf-8")
    text = codebook.read_text(encoding="utf-8").replace(
        "numeric: {\n", "cutoffs: {low: {below: 40, label: &x low}, b: {below: 30, label: *x}}\nnumeric: {\n"
    )
    codebook.write_text(text, encoding="utf-8")
    with pytest.raises(ParameterError, match=r"`cutoffs\.low\.label` of codebook\.yaml is written in a way"):
        set_keys(codebook, ["cutoffs.low.label=other"])
    assert codebook.read_text(encoding="utf-8") == text


def test_a_text_gets_a_language_and_one_language_of_it_is_changed(codebook):
    set_keys(codebook, ["background.sex.label={fi: Sukupuoli, sv: Kön}", "title={not a language: x}"])
    set_keys(codebook, ["background.sex.label.sv=Kön (självrapporterat)", "background.sex.label.en=Sex"])
    content = yaml.safe_load(codebook.read_text(encoding="utf-8"))
    assert content["background"]["sex"]["label"] == {"fi": "Sukupuoli", "sv": "Kön (självrapporterat)", "en": "Sex"}
    assert content["title"] == "{not a language: x}"
    with pytest.raises(ParameterError, match="it is given in the language `de`"):
        set_keys(codebook, ["background.sex.label.de=Geschlecht"])
    with pytest.raises(ParameterError, match="`title` has no keys of its own"):
        set_keys(codebook, ["title.sv=Enkät"])


def test_the_year_is_named_and_its_variable_taken_from_behind_the_sign_of_a_comment(codebook):
    line = '  # the year: {column: y, label: Year, labels: {2019: "2019", 2022: "2022"}}  # its codes are its labels\n'
    codebook.write_text(DRAFT.replace("  # age:", line + "  # age:"), encoding="utf-8")
    set_keys(codebook, ["year=the year", "design.strata="])
    book = load_codebook(codebook)
    assert (book.year, book.background["the year"].column) == ("the year", "y")


def test_a_proposed_name_with_a_dot_is_offered_in_quotes(codebook):
    codebook.write_text(DRAFT.replace("# age: {", "# 2. age_group: {"), encoding="utf-8")
    with pytest.raises(ParameterError, match=r"Put a name with a dot in quotes: `'background\.\"2\. age_group\"\.KEY"):
        set_keys(codebook, ["background.2. age_group.groups=[18, 30]"])
