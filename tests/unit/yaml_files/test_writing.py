"""A file of keys that was written is read as the same values, in the same order."""

from __future__ import annotations

from workbench.yaml_files import read_yaml, read_yaml_text, yaml_in_line, yaml_text

CONTENT = {
    "title": "A: b # c",
    "no": "no",
    "labels": {1: "Yes", "091": "North", "1-2": "No", -1: "on"},
    "missing": [9, "09", 1.5, "null", "=", ""],
    "text": "two\nlines and a \u00a0blank",
    "long": "word " * 60,
    "truth": True,
    "deep": [{"a": {}}, {"b": [[1, 2], []]}],
}


def test_values_and_their_order_are_kept(tmp_path):
    (tmp_path / "keys.yaml").write_text(yaml_text(CONTENT), encoding="utf-8")
    content = read_yaml(tmp_path / "keys.yaml", kind="File").content
    assert content == CONTENT
    assert [list(content), list(content["labels"])] == [list(CONTENT), list(CONTENT["labels"])]


def test_one_list_at_two_places_is_written_twice():
    shared = [8, 9]
    assert "&" not in yaml_text({"a": shared, "b": shared})


def test_a_comment_stays_a_comment():
    assert yaml_text({"a": 1}, comment="Drafted.\nb: 2") == "# Drafted.\n# b: 2\na: 1\n"


def test_a_text_of_any_signs_stays_in_its_line():
    for sign in (
        "\n",
        "\r\n",
        "\t",
        "\x85",
        "\u2028",
        "\u2029",
        "\u00a0",
        "\u200b",
        " # ",
        ": ",
        "'\"",
        "{",
        "]",
        ", ",
    ):
        text = f"3. Mikä on{sign}toimintasi?"
        line = f"{yaml_in_line(text)}: {{words: {yaml_in_line(text)}}}  # said"
        assert len(line.splitlines()) == 1, ascii(line)
        assert read_yaml_text(line, called="The line").content == {text: {"words": text}}
