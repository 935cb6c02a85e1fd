"""Names of folders from labels: safe, different, and the same in every run."""

import re

import pytest

from workbench.reports.batches.folder_names import folder_names
from workbench.reports.publishing import RunFolder

HOSTILE = [
    *("../..", "/etc/passwd", "C:\\Windows", "CON", "nul", "LPT1", "", " ", ".", "..", "~", "$HOME", "${PATH}", "`id`"),
    *("a" * 300, "ä" * 300, "😀", "a\x00b", "a\nb", "a/b", "a\\b", "-rf", "--help", "{{ 7 * 7 }}", "{% raw %}", "%s"),
    *("__import__('os')", "name.partial", "name.failed", "name.replaced", "ALL", "all", "All", "index.html", "lock"),
    *(
        "batch.json",
        "İstanbul",
        "ß",
        "SS",
        "e\u0301",
        "é",
        "\u200b",
        "\u202egnp",
        "\uff21",
        "01",
        "1e5",
        "None",
        "true",
    ),
]


def test_every_label_gets_a_name_that_stays_in_the_batch(tmp_path):
    names = folder_names(HOSTILE, taken=["all"])
    assert len({name.casefold() for name in names}) == len(HOSTILE)
    assert "all" not in names
    for name in names:
        RunFolder(parent=tmp_path, name=name, batch="batch").check_name()
        (tmp_path / name).mkdir()
        assert (tmp_path / name).resolve().parent == tmp_path
        assert len(name.encode()) < 200
    assert not any(re.fullmatch(r"(con|nul|lpt1)", name) for name in names)


@pytest.mark.parametrize("label", ["Äänekoski", "Uusikaarlepyy – Nykarleby"])
def test_names_keep_the_letters_of_their_labels(label):
    assert folder_names([label], taken=[])[0].split("-")[0] == label.split()[0].lower()
