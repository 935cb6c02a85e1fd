"""The process of a kernel, as the runner starts it."""

from workbench.reports.running.kernel_process import _environment


def test_a_kernel_does_not_inherit_what_turns_warnings_into_errors(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONWARNINGS", "error")
    assert "PYTHONWARNINGS" not in _environment(tmp_path)
