"""Names of variables that a person can type, whatever the columns are called."""

from workbench.intake.codebook.draft.variable_names import variable_label, variable_names
from workbench.yaml_files import key_text, parse_assignment


def test_a_plain_column_keeps_its_name_and_others_get_one_that_set_takes():
    columns = ["sex", "3. Mikä on\npääasiallinen\ttoimintasi?", "\u200b", "a × b", "everyone", "q" * 200, 'a "b"']
    names = variable_names(columns)
    assert names["sex"] == "sex"
    assert names[columns[1]] == "3. Mikä on pääasiallinen toimintasi?"
    assert names["\u200b"] == "column 3"
    assert names["a × b"] == "a x b"
    for name in names.values():
        assert parse_assignment(f"{key_text([name])}=1").parts == (name,)


def test_columns_that_read_alike_get_names_of_their_own():
    names = variable_names(["a\nb", "a b", "A  B", "q" * 200, "q" * 201])
    assert len(set(names.values())) == 5
    assert list(names.values())[:3] == ["a b", "a b (2)", "A B (3)"]


def test_a_label_is_in_one_line_and_never_without_a_word():
    assert variable_label("Mikä\non", "q1") == "Mikä on"
    assert variable_label("\u200b\n", "q1") == "q1"
