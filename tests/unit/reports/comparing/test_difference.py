"""What changed between two reports: tables, sentences, and what they were made from."""

import csv

import pytest
from click.testing import CliRunner

from tests.unit.reports.comparing.kept_folders import HEADS, mean, write_report
from workbench.cli import main
from workbench.errors import RunError
from workbench.reports.comparing import compare_runs, difference_lines, write_difference
from workbench.reports.comparing.cells import compare_tables
from workbench.reports.comparing.difference import compare_sentences
from workbench.reports.comparing.difference_told import largest_change

TABLE = "variable,level,estimate\nsex,Men,{}\nsex,Women,0.5\n"


@pytest.fixture
def found(tmp_path):
    write_report(
        tmp_path / "spring",
        headlines=[mean(75.2, 74.5, 75.9)],
        rows=["Mean score,42,75.2,,0.34,74.5,75.9"],
        tables={"01_groups.csv": TABLE.format(0.4), "01_old.csv": HEADS, "01_how_made.csv": "term,value\nrun,1\n"},
    )
    write_report(
        tmp_path / "autumn",
        headlines=[mean(72.2, 71.5, 72.9)],
        rows=["Mean score,42,72.2,,0.34,71.5,72.9"],
        tables={"01_groups.csv": TABLE.format(0.6), "01_new.csv": HEADS, "01_how_made.csv": "term,value\nrun,2\n"},
        note="Means, interval from a bootstrap.",
        source={"data_sha256": "9" * 64, "codebook_sha256": "8" * 64},
        parameters={"cutoff": "weak"},
        versions={"numpy": "2.1"},
    )
    return compare_runs(tmp_path / "spring", tmp_path / "autumn")


def test_changed_tables_are_told_with_their_number_and_largest_change(found):
    lines = difference_lines(found)
    assert "Tables: 2 of 2 tables in both reports changed, 4 of 13 cells." in lines
    assert "  01_groups.csv: 1 of 6 cells (1 up, 0 down); most: sex, Men, estimate 0.4 → 0.6" in lines
    assert "  01_old.csv: only in spring" in lines and "  01_new.csv: only in autumn" in lines


def test_sentences_in_other_words_are_told_and_numbers_alone_only_counted(found, tmp_path):
    assert found.sentences == {"01_overall.csv, note": ("Means, interval from t.", "Means, interval from a bootstrap.")}
    assert "Methods and notes: 1 sentence in other words." in difference_lines(found)


def test_what_the_reports_were_made_from_is_compared_part_by_part(found):
    assert {part: pair for part, pair in found.made_from.items() if part != "data"} == {
        "codebook": ("a.yaml, sha256 bbbbbbbbbbbb", "a.yaml, sha256 888888888888"),
        "parameter cutoff": ("none", "weak"),
        "version of numpy": ("2.0", "2.1"),
    }
    assert "999999999999" in found.made_from["data"][1]


def test_headlines_come_first_and_what_is_assumed_is_said(found):
    lines = difference_lines(found)
    assert lines[:4] == [
        "From spring to autumn",
        "",
        "Mean score",
        "  75.2 (interval 74.5–75.9) → 72.2 (interval 71.5–72.9)",
    ]
    assert lines[4].startswith("  lower; difference −3 (")
    assert "independent samples" in lines[5] and "nothing is tested" in lines[5]


def test_a_report_beside_itself_has_no_difference(found, tmp_path):
    lines = difference_lines(compare_runs(tmp_path / "spring", tmp_path / "spring"))
    assert "  the same" in lines and "Made from: the same." in lines
    assert any(line.startswith("Tables: 0 of 3 tables") for line in lines)
    assert any("both reports rest on the same respondents" in line for line in lines)


def test_every_change_is_a_row_of_the_file_which_is_never_overwritten(found, tmp_path):
    write_difference(found, tmp_path / "changes.csv")
    with (tmp_path / "changes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    kinds = [row["what"] for row in rows]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "headline": 1,
        "cell": 4,
        "table": 2,
        "sentence": 1,
        "made from": 4,
    }
    cell = next(row for row in rows if row["place"] == "01_groups.csv")
    assert (cell["row"], cell["column"], cell["before"], cell["after"], cell["change"]) == (
        "sex, Men",
        "estimate",
        "0.4",
        "0.6",
        "0.2",
    )
    with pytest.raises(RunError, match="exists already"):
        write_difference(found, tmp_path / "changes.csv")


def test_two_runs_are_only_read(found, tmp_path):
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    compare_runs(tmp_path / "spring", tmp_path / "autumn")
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_a_note_more_does_not_shift_the_others_and_numbers_alone_are_counted():
    before = {"t.csv, note 1": "Of 40 respondents.", "t.csv, note 2": "Omega.", "t.csv, headline Mean": "75"}
    after = {"t.csv, note 1": "Heywood case.", "t.csv, note 2": "Of 45 respondents.", "t.csv, note 3": "Omega."}
    found, n_numbers = compare_sentences(before, after | {"t.csv, headline Mean": "seventy"})
    assert found == {"t.csv, note": ("none", "Heywood case.")}
    assert n_numbers == 1


def test_the_largest_change_is_one_of_estimates_where_one_changed():
    heads = ["term", "n_respondents", "p_value", "estimate"]
    rows = [["a", "100", "0.001", "0.5"], ["b", "100", "1.0", "-0.2"]]
    later = [["a", "7", "1.0", "0.6"], ["b", "100", "1.0", "-0.1"]]
    found = largest_change(compare_tables("t.csv", [heads, *rows], [heads, *later]))
    assert (found.row, found.column) == ("b", "estimate")
    found = largest_change(compare_tables("t.csv", [heads, rows[0]], [heads, ["a", "7", "1.0", "0.5"]]))
    assert found.column == "p_value"


def test_negative_numbers_stay_numbers_in_the_file_and_formulas_do_not_run(tmp_path):
    for name, value in (("one", "-0.5"), ("two", "-0.75")):
        write_report(tmp_path / name, tables={"01_groups.csv": f"term,estimate,level_label\n=1+1,{value},=2\n"})
    write_difference(compare_runs(tmp_path / "one", tmp_path / "two"), tmp_path / "changes.csv")
    assert "cell,01_groups.csv,'=1+1,estimate,-0.5,-0.75,-0.25" in (tmp_path / "changes.csv").read_text(
        encoding="utf-8"
    )


def test_the_command_says_it_and_writes_it(found, tmp_path):
    runs = [str(tmp_path / name) for name in ("spring", "autumn")]
    done = CliRunner().invoke(main, ["diff", *runs, "--output", str(tmp_path / "c.csv")])
    assert done.exit_code == 0 and done.stdout.splitlines() == difference_lines(found)
    assert (tmp_path / "c.csv").is_file()
    refused = CliRunner().invoke(main, ["diff", runs[0], str(tmp_path)])
    assert (refused.exit_code, refused.stdout) == (2, "")
