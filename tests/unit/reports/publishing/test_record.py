"""What a record says of the code: its commit, and whether the program was changed since."""

import subprocess

import pytest

from workbench.reports.publishing.record import commit


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project under git, with the commit of its program."""
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    for path in ("workbench/page.py", "notebooks/01.ipynb", "uv.lock", "README.md"):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text("before")
    own = ("-c", "user.name=nobody", "-c", "user.email=nobody@example.org", "-c", "commit.gpgsign=false")
    for words in (("init", "-q"), ("add", "."), (*own, "commit", "-q", "-m", "All")):
        subprocess.run(["git", *words], cwd=tmp_path, check=True, capture_output=True)
    return tmp_path


@pytest.mark.parametrize("path", ["README.md", "data/codebooks/own.yaml", "data/instruments/own.yaml", "notes.txt"])
def test_own_files_beside_the_program_do_not_change_it(project, path):
    (project / path).parent.mkdir(parents=True, exist_ok=True)
    (project / path).write_text("own")
    assert len(commit(project)["commit"]) == 40 and commit(project)["changed_files"] is False


@pytest.mark.parametrize("path", ["workbench/page.py", "workbench/new.py", "notebooks/01.ipynb", "uv.lock"])
def test_a_changed_or_new_file_of_the_program_is_told(project, path):
    (project / path).write_text("after")
    assert commit(project)["changed_files"] is True


def test_a_folder_without_git_has_no_commit(tmp_path):
    assert commit(tmp_path) == {"commit": None, "changed_files": None}
