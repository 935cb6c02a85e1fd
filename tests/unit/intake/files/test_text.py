"""Headers of text files that hold line breaks, as form services write numbered questions."""

import pytest

from workbench.intake.files import read_file


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_a_header_of_several_lines_is_one_name(tmp_path, sign, end):
    rows = [['"id"', f'"1.{end}Sukupuoli{end}{end}(valitse)"', '"x"'], *([str(n), "2", '"a\nb"'] for n in range(3))]
    path = tmp_path / "form.csv"
    path.write_bytes(end.join(sign.join(row) for row in rows).encode())
    _, content = read_file(path, None)
    assert content.names == ("id", f"1.{end}Sukupuoli{end}{end}(valitse)", "x")
    assert content.frame["id"].tolist() == ["0", "1", "2"]
    assert content.frame["x"].tolist() == ["a\nb"] * 3
