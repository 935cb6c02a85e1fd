"""Numbers mean what people write: what YAML reads as another number is refused with its line."""

import pytest
import yaml

from workbench.errors import DataError
from workbench.yaml_files import read_yaml_text, yaml_text


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("0600", "384"),
        ("-010", "-8"),
        ("1:30:00", "5400"),
        ("1:30.5", "90.5"),
        ("0b11", "3"),
        ("0x1F", "31"),
        ("2020_01", "202001"),
        ("1_0.5", "10.5"),
    ],
)
@pytest.mark.parametrize("text", ["title: t\n{}: code", "title: t\nvalue: {}", "title: t\nvalues: [1, {}]"])
def test_another_number_than_the_one_written_is_refused(text, written, read):
    with pytest.raises(DataError) as caught:
        read_yaml_text(text.format(written), called="Plan p.yaml")
    assert str(caught.value) == (
        f"Plan p.yaml: `{written}` in line 2 is read as the number {read}. "
        "Put it in quotes if it is text, or write the plain number."
    )


@pytest.mark.parametrize("written", ["0", "-0", "+7", "10", "0.5", ".5", "5.", "-1.5e+3", ".inf", "-.INF", ".nan"])
def test_plain_numbers_are_read_as_ever(written):
    (read,) = read_yaml_text(f"[{written}]", called="Plan").content
    assert str(read) == str(yaml.safe_load(written))


@pytest.mark.parametrize("text", ["010", "1:30", "0x1F", "1_0", "0b1", "08"])
def test_text_like_a_number_is_text_in_quotes_and_as_the_workbench_writes_it(text):
    assert read_yaml_text(f"'{text}': \"{text}\"", called="Plan").content == {text: text}
    assert read_yaml_text(yaml_text({text: [text]}), called="Plan").content == {text: [text]}
