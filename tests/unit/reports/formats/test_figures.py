"""The archive of figures."""

import zipfile

from tests.unit.reports.formats.outcomes import PNG, facts, outcome
from workbench.reports.formats import figures
from workbench.reports.publishing import Edition


def test_the_archive_holds_each_figure_twice_and_says_what_they_show(tmp_path):
    edition = Edition(languages=("fi", "en"), formats=("figures",))
    figures.write(tmp_path, outcomes=[outcome()], facts=facts(), edition=edition)
    assert {path.name for path in tmp_path.iterdir()} == {"figures-fi.zip", "figures-en.zip"}
    with zipfile.ZipFile(tmp_path / "figures-en.zip") as archive:
        assert set(archive.namelist()) == {"01_drawn.png", "01_drawn.svg", "figures.txt"}
        assert archive.read("01_drawn.png") == PNG
        assert "Largest of drawn: Women, 9.9 %." in archive.read("figures.txt").decode()
