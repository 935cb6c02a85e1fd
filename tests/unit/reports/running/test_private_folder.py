"""Tables of full precision lie beside no report, and where git takes nothing along."""

import subprocess

import pytest

from workbench.errors import RunError
from workbench.reports.running.private_folder import PrivateFolder


def private(parent, run="spring"):
    return PrivateFolder(parent=parent, run=run)


@pytest.fixture
def repository(tmp_path):
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    (tmp_path / ".gitignore").write_text("/kept/*\n", encoding="utf-8")
    return tmp_path


def test_a_folder_that_git_ignores_will_do(repository):
    private(repository / "kept").check([])
    private(repository / "kept" / "deeper" / "still").check([])


@pytest.mark.parametrize("place", [".", "shown", "shown/deeper"])
def test_a_folder_that_git_does_not_ignore_is_refused(repository, place):
    with pytest.raises(RunError, match="git work tree"):
        private(repository / place).check([])


def test_a_link_does_not_hide_the_work_tree(repository, tmp_path_factory):
    link = tmp_path_factory.mktemp("elsewhere") / "link"
    link.symlink_to(repository / "shown", target_is_directory=True)
    with pytest.raises(RunError, match="git work tree"):
        private(link).check([])


def test_without_git_the_work_tree_is_refused(repository, monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(RunError, match="git work tree"):
        private(repository / "kept").check([])


def test_a_folder_among_the_reports_is_refused(tmp_path):
    reports = tmp_path / "reports"
    for place in (reports, reports / "deeper"):
        with pytest.raises(RunError, match="among the reports"):
            private(place).check([tmp_path / "others", reports])
    private(tmp_path / "private").check([reports])


def test_the_folder_is_marked_for_the_owner_only_and_never_overwritten(tmp_path):
    own = private(tmp_path / "new" / "private")
    own.create(["01_shows"])
    assert own.of("01_shows").is_dir()
    assert own.folder.stat().st_mode & 0o777 == 0o700
    assert [path.name for path in own.folder.iterdir() if path.is_file()] == ["README.NOT-FOR-PUBLICATION.txt"]
    with pytest.raises(RunError, match="nothing is overwritten"):
        own.check([])
