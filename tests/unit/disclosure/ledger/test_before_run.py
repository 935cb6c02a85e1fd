"""The ledger as it was before a run."""

import pytest

from tests.unit.disclosure.ledger.releases import survey
from workbench.disclosure.ledger import FOLDER_VARIABLE, ledgers_before, remember


@pytest.fixture
def ledger(tmp_path, monkeypatch):
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "ledger"))
    return tmp_path / "ledger"


def published(folder):
    return {path.name.removesuffix(".published.json") for path in folder.glob("*.published.json")}


def test_only_what_was_published_before_is_copied_whatever_the_names(ledger, tmp_path):
    for run in ("zebra", "middle", "ant"):
        remember(survey(), run=run, kept={})
    before = {path.name: path.read_bytes() for path in ledger.iterdir()}
    found = {
        run: [published(tmp_path / "copy") for _ in ledgers_before(run, tmp_path / "copy")] for run in ("middle", "ant")
    }
    assert found == {"middle": [{"zebra"}], "ant": [{"zebra", "middle"}]}
    assert (tmp_path / "copy" / "secret").read_bytes() == before["secret"]
    assert (tmp_path / "copy").stat().st_mode & 0o077 == 0
    assert {path.name: path.read_bytes() for path in ledger.iterdir()} == before


def test_a_run_that_was_published_twice_has_two_states_the_later_first(ledger, tmp_path):
    for run in ("batch", "other", "batch"):
        remember(survey(), run=run, kept={})
    states = [published(tmp_path / "copy") for _ in ledgers_before("batch", tmp_path / "copy")]
    assert states == [{"batch", "other"}, set()]


def test_the_same_run_once_more_is_no_second_publication(ledger, tmp_path):
    for run in ("other", "batch", "batch", "batch"):
        remember(survey(), run=run, kept={})
    assert published(ledger) == {"other", "batch"}
    remember(survey(seed=2), run="batch", kept={})
    assert published(ledger) == {"other", "batch", "batch-2"}


def test_of_a_run_that_the_ledger_does_not_know_all_is_copied(ledger, tmp_path):
    remember(survey(), run="spring", kept={})
    assert [published(tmp_path / "copy") for _ in ledgers_before("gone", tmp_path / "copy")] == [{"spring"}]


def test_without_a_ledger_the_copy_is_empty(ledger, tmp_path):
    assert [list((tmp_path / "copy").iterdir()) for _ in ledgers_before("gone", tmp_path / "copy")] == [[]]
    assert not ledger.exists()
