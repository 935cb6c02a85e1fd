"""The run that a new report follows."""

import json

import pytest

from tests.unit.reports.comparing.kept_folders import MEAN, mean, write_report
from workbench.errors import RunError
from workbench.reports.comparing.follows import follows, follows_newest, follows_replaced
from workbench.reports.comparing.kept_report import one_report


def test_the_numbers_of_a_new_report_are_set_beside_the_earlier_ones(tmp_path):
    rows = {name: [f"{MEAN},42,{n},,0.34,{low},{high}"] for name, (n, low, high) in NUMBERS.items()}
    before, after = (
        write_report(tmp_path / name, headlines=[mean(*NUMBERS[name])], rows=rows[name], **other)
        for name, other in (("one", {}), ("two", {"source": {"data_sha256": "9" * 64}}))
    )
    followed, new = follows(before), one_report(after)
    (change,) = followed.compare(new.record, new.tables)
    assert (followed.run, change.label, change.before, change.after) == ("one", MEAN, "75.2", "72.2")
    assert change.word.startswith("lower; difference")


NUMBERS = {"one": (75.2, 74.5, 75.9), "two": (72.2, 71.5, 72.9)}


def test_only_a_finished_report_can_be_followed(tmp_path):
    with pytest.raises(RunError, match="There is no folder nowhere"):
        follows(tmp_path / "nowhere")


def made(folder, ended, *, codebook="data/c.yaml", status="whole"):
    write_report(folder, headlines=[mean(*NUMBERS["one"])], parameters={"codebook": codebook})
    record = json.loads((folder / "record.json").read_text(encoding="utf-8"))
    text = json.dumps(record | {"status": status, "ended": f"{ended}T10:10:10+00:00"})
    (folder / "record.json").write_text(text, encoding="utf-8")


def test_the_newest_whole_report_of_a_name_and_codebook_is_followed(tmp_path):
    made(tmp_path / "wave-20260101-101010", "2026-01-01")
    made(tmp_path / "wave-20260201-101010", "2026-02-01")
    made(tmp_path / "wave-20260301-101010", "2026-03-01", status="failed")
    made(tmp_path / "wave-20260401-101010", "2026-04-01", codebook="d.yaml")
    made(tmp_path / "wave-two-20260501-101010", "2026-05-01")
    made(tmp_path / "wave-by-hand", "2026-06-01")
    assert follows_newest(tmp_path, "wave", "data/c.yaml").run == "wave-20260201-101010"
    assert follows_newest(tmp_path, "wave", "other.yaml") is None
    assert follows_newest(tmp_path / "nowhere", "wave", "data/c.yaml") is None


def test_a_report_whose_place_is_taken_is_named_with_its_moment(tmp_path):
    made(tmp_path / "all", "2026-01-01")
    assert follows_replaced(tmp_path / "all", "data/c.yaml").run == "all, 2026-01-01 10:10 UTC"
    assert follows_replaced(tmp_path / "all", "other.yaml") is None
    assert follows_replaced(tmp_path / "none", "data/c.yaml") is None
