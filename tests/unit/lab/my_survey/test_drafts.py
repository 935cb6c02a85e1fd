"""States of a draft: kept for their owner alone, taken back one by one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from workbench.errors import RunError
from workbench.lab.my_survey import Draft, Drafts, OutdatedPageError, drafts


def draft(title):
    content = {"title": title, "background": {"sex": {"labels": {1: "Men", "02": "Women"}}}}
    return Draft(survey="data/private/my.sav", codebook="data/private/my.yaml", content=content)


def test_a_draft_outlives_the_server_and_is_readable_by_its_owner_alone(tmp_path):
    Drafts(tmp_path).keep(draft("one"))
    assert Drafts(tmp_path).current() == draft("one")
    folder = tmp_path / "data" / "private" / ".my-survey"
    assert folder.stat().st_mode & 0o077 == 0
    assert [path.stat().st_mode & 0o077 for path in folder.iterdir()] == [0]


def test_undo_takes_back_one_change_and_what_changes_nothing_is_none(tmp_path):
    kept = Drafts(tmp_path)
    for title in ("one", "two", "two"):
        kept.keep(draft(title))
    kept.undo()
    assert kept.current() == draft("one")
    kept.undo()
    assert kept.current() is None
    with pytest.raises(RunError, match="no change to undo"):
        kept.undo()


def test_undo_stays_within_a_survey_and_the_one_before_is_taken_up_as_it_was_left(tmp_path):
    kept, other = Drafts(tmp_path), replace(draft("other"), survey="data/private/other.sav")
    kept.keep(draft("one"))
    kept.keep(draft("two"))
    kept.keep(other)
    assert not kept.can_undo
    with pytest.raises(RunError, match=r"no change of `data/private/other.sav` to undo"):
        kept.undo()
    assert kept.earlier() == ["data/private/my.sav"]
    kept.take_up("data/private/my.sav")
    assert kept.current() == draft("two")
    assert kept.earlier() == ["data/private/other.sav"]
    with pytest.raises(RunError, match="Nothing is kept"):
        kept.take_up("data/private/absent.sav")


def test_undo_passes_over_writing_and_does_not_forget_what_was_written(tmp_path):
    kept = Drafts(tmp_path)
    for title in ("one", "two"):
        kept.keep(draft(title))
    kept.keep(replace(draft("two"), written={"data/private/my.yaml": "hash"}))
    kept.undo()
    assert kept.current() == replace(draft("one"), written={"data/private/my.yaml": "hash"})


def test_a_page_of_another_state_or_survey_is_refused(tmp_path):
    kept, survey = Drafts(tmp_path), "data/private/my.sav"
    kept.keep(draft("one"))
    seen = kept.version
    kept.check_newest(version=seen, survey=survey)
    kept.keep(draft("two"))
    with pytest.raises(OutdatedPageError, match="changed in another tab"):
        kept.check_newest(version=seen, survey=survey)
    kept.undo()
    kept.check_newest(version=seen, survey=survey)  # it is as it was
    kept.keep(replace(draft("one"), survey="other.sav"))
    with pytest.raises(OutdatedPageError, match=r"the draft is now of `other.sav`"):
        kept.check_newest(version=seen, survey=survey)


def test_another_order_is_a_change(tmp_path):
    kept, one = Drafts(tmp_path), draft("one")
    kept.keep(one)
    levels = {"02": "Women", 1: "Men"}
    kept.keep(replace(one, content=one.content | {"background": {"sex": {"labels": levels}}}))
    assert list(kept.current().content["background"]["sex"]["labels"]) == ["02", 1]


def test_old_states_are_forgotten(tmp_path, monkeypatch):
    monkeypatch.setattr(drafts, "_MOST", 3)
    kept = Drafts(tmp_path)
    for title in map(str, range(12)):
        kept.keep(draft(title))
    assert len(list((tmp_path / "data" / "private" / ".my-survey").iterdir())) == 3
    assert kept.current() == draft("11")
