"""Keys and values of `workbench set` are kept as letters or refused by a sentence, and reach no other file."""

import time

import yaml

from tests.hostile.commands import LONGEST_WORD
from workbench.intake import load_codebook


def test_texts_are_kept_as_letters_or_refused(place):
    file = place.project / "data" / "toy.yaml"
    kept = refused = 0
    for value in place.words:
        before = file.read_bytes()
        result = place.command("set", "data/toy.yaml", f"title={value}")
        assert result.exit_code in (0, 2), (value[:40], result.output)
        assert "Traceback" not in result.output
        if result.exit_code:
            assert file.read_bytes() == before, value[:40]
            assert len(result.stderr) < 2000, value[:40]
            refused += 1
            continue
        found = load_codebook(file).title
        assert found == value.strip() or value.strip()[0] in "'\"", value[:40]
        kept += 1
    assert kept > 200
    assert refused > 10


def test_values_that_are_no_text_run_nothing_and_leave_a_codebook(place):
    file = place.project / "data" / "toy.yaml"
    for value in place.words[::2]:
        result = place.command(
            "set", "data/toy.yaml", f"missing={value}", f"missing={value}"[:200].replace("missing", "groups", 1)
        )
        assert result.exit_code in (0, 2), (value[:40], result.output)
        load_codebook(file)


def test_no_key_leads_out_of_the_file(place):
    file = place.project / "data" / "toy.yaml"
    before = file.read_bytes()
    keys = [key for value in place.words[::3] for key in (value, f"background.{value}.label")]
    for key, result in zip(
        keys, place.command.each(["set", "data/toy.yaml", "--", f"{k}=1"] for k in keys), strict=True
    ):
        assert result.exit_code == 2, (key[:60], result.output)
        assert len(result.stderr) < 3000, key[:60]
    assert file.read_bytes() == before


def test_bombs_are_refused_by_a_sentence_at_once(place):
    begun = time.monotonic()
    bomb = (
        "["
        + ", ".join(
            ["&a0 [x, x, x, x, x, x, x, x, x]", *(f"&a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9))]
        )
        + "]"
    )
    for value in (
        bomb,
        "[" * 20_000,
        "{a: " * 30 + "1" + "}" * 30,
        "x" * (LONGEST_WORD - 100),
        "[" + "a," * 60_000 + "]",
        "\udcff",
        "1" * 5000,
    ):
        result = place.command("set", "data/toy.yaml", f"missing={value}")
        assert result.exit_code == 2, value[:40]
        assert "Nothing was written" in result.stderr
        assert len(result.stderr) < 500
    assert time.monotonic() - begun < 60
    assert yaml.safe_load((place.project / "data" / "toy.yaml").read_text(encoding="utf-8"))
