"""The environment of the processes that run notebooks."""

from workbench.reports.running.places.process_environment import process_environment


def test_it_does_not_inherit_what_turns_warnings_into_errors(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONWARNINGS", "error")
    assert "PYTHONWARNINGS" not in process_environment(tmp_path)
