import hashlib
import re
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import yaml

from workbench.errors import DataError
from workbench.instruments import Cutoff, instrument_path, load_instrument
from workbench.instruments.instrument import Option
from workbench.wording import LANGUAGES, speaking

# sha256 of question, instruction, options and statements as THL publishes them (Ohjaus 10/2023), joined by line feeds.
# Checked letter by letter against the source; a change here means that the official wording itself was changed.
OFFICIAL_WORDING = "5d1a9474e206b975db67cef28c2415ed4251f93390d63818274c0dccefc829c5"


def wording(instrument):
    parts = [instrument.question, instrument.instruction]
    parts += [f"{option.points} {option.label}" for option in instrument.options]
    parts += [f"{item.id} {item.statement}" for item in instrument.items]
    return "\n".join(parts)


def test_official_wording_is_untouched():
    text = wording(load_instrument("esis"))
    assert hashlib.sha256(text.encode("utf-8")).hexdigest() == OFFICIAL_WORDING


@pytest.mark.parametrize(("total", "score"), [(10, 0), (11, 2.5), (29, 47.5), (30, 50), (50, 100)])
def test_esis_score_rule(total, score):
    assert load_instrument("esis").exact_score(total) == score


def test_constant_three_is_not_very_weak():
    esis = load_instrument("esis")
    assert not esis.exact_score(30) < esis.cutoff("very_weak").below


def test_possible_scores_and_those_below_the_cutoff():
    esis = load_instrument("esis")
    scores = esis.possible_scores()
    assert scores.tolist() == [2.5 * step for step in range(41)]
    assert esis.possible_scores(3).tolist() == [0, 2.5, 5]
    assert scores[esis.cutoff("very_weak").is_beyond(scores)].max() == 47.5


def test_a_score_that_rounding_puts_under_the_cutoff_is_not_below():
    cutoff = Cutoff(below=3.4, label="low")
    assert cutoff.is_beyond(np.array([3.4 - 4e-16, 3.4 - 1e-6, np.nan])).tolist() == [False, True, False]


def test_a_score_that_rounding_puts_under_a_cutoff_that_it_reaches_is_at_it():
    cutoff = Cutoff(at_or_above=3.4, label="high")
    scores = np.array([3.4 - 4e-16, 3.4 - 1e-6, 3.4, 5, np.nan])
    assert cutoff.is_beyond(scores).tolist() == [True, False, True, True, False]


@pytest.mark.parametrize(
    ("cutoff", "words"),
    [
        (Cutoff(below=50, label="low"), ("below", "below 50", "50 or more", "below 50", "score below 50")),
        (
            Cutoff(at_or_above=14, label="high"),
            ("at or above", "14 or more", "below 14", "with 14 or more", "score of 14 or more"),
        ),
    ],
)
def test_each_side_of_a_cutoff_has_its_words(cutoff, words):
    assert (cutoff.side, cutoff.words, cutoff.other_words, cutoff.group_words, cutoff.score_words) == words


def test_a_group_has_the_name_that_its_scale_has_in_the_language_of_the_page():
    own, shipped = Cutoff(below=50, label="low", labels={"fi": "matala"}), load_instrument("esis").cutoff(None)
    names = {}
    for language in LANGUAGES:
        with speaking(language):
            names[language] = (own.name, shipped.name)
    assert names == {
        "fi": ("matala", "erittäin heikko osallisuuden kokemus"),
        "sv": ("low", "mycket svag upplevelse av delaktighet"),
        "en": ("low", "very weak experience of social inclusion"),
    }


@pytest.mark.parametrize("sides", [{}, {"below": 10, "at_or_above": 10}])
def test_a_cutoff_has_one_side(sides):
    with pytest.raises(ValueError, match="and it needs one of them"):
        Cutoff(label="x", **sides)


def test_bands_break_at_the_cutoff_and_hold_whole_steps():
    esis, bfi = load_instrument("esis"), load_instrument("bfi-agreeableness")
    assert esis.band_edges().tolist() == [10.0 * place for place in range(11)]
    low = bfi.model_copy(update={"cutoffs": {"low": Cutoff(below=3.5, label="low")}})
    inner = [1.1, 1.5, 1.9, 2.3, 2.7, 3.1, 3.5, 3.9, 4.3, 4.7, 5.1, 5.5, 5.9]
    assert low.band_edges("low").tolist() == [1.0, *inner, 6.0]
    high = esis.model_copy(update={"cutoffs": {"high": Cutoff(at_or_above=67.5, label="high")}})
    assert high.band_edges().tolist() == [0.0, *(7.5 + 10 * place for place in range(10)), 100.0]


def test_bfi_score_is_the_mean_without_rounding():
    assert load_instrument("bfi-agreeableness").exact_score(18) == Fraction(18, 5)


@pytest.mark.parametrize(("name", "decimals"), [("esis", 1), ("bfi-agreeableness", 2)])
def test_means_are_shown_with_decimals_that_suit_the_range(name, decimals):
    assert load_instrument(name).score.decimals == decimals


def test_scores_that_are_all_whole_numbers_are_shown_without_decimals():
    rule = load_instrument("esis").score
    whole = rule.model_copy(update={"factor": Fraction(1), "maximum": 40})
    assert (rule.step_decimals, whole.step_decimals) == (1, 0)


def test_every_shipped_instrument_loads_under_its_own_name():
    for path in instrument_path("esis").parent.glob("*.yaml"):
        assert load_instrument(path.stem).id == path.stem


def test_language_beside_the_instrument(tmp_path):
    esis = load_instrument("esis")
    (tmp_path / "esis.yaml").write_text(instrument_path("esis").read_text(encoding="utf-8"), encoding="utf-8")
    words = {
        "schema_version": 1,
        "instrument": "esis",
        "language": "xx",
        "name": "Name",
        "question": "Question",
        "instruction": "Instruction",
        "options": {points: f"option {points}" for points in esis.points},
        "items": {item: f"statement {item}" for item in esis.item_ids},
        "source": "made up for this test",
    }
    (tmp_path / "esis.xx.yaml").write_text(yaml.safe_dump(words), encoding="utf-8")
    other = load_instrument("esis", language="xx", folder=tmp_path)
    assert other.items[9].statement == "statement esis10"
    assert (other.score, other.cutoffs) == (esis.score, esis.cutoffs)


@pytest.mark.parametrize(
    "change",
    [
        {"unknown_key": 1},
        {"score": {"offset": -10, "factor": "5/2", "minimum": 0, "maximum": 99, "higher_means": "x"}},
        {"items": [{"id": "a", "statement": "s"}, {"id": "a", "statement": "t"}]},
        {"score": {"offset": -10, "factor": "two", "minimum": 0, "maximum": 100, "higher_means": "x"}},
    ],
)
def test_schema_is_strict(tmp_path, change):
    content = yaml.safe_load(instrument_path("esis").read_text(encoding="utf-8")) | change
    (tmp_path / "esis.yaml").write_text(yaml.safe_dump(content), encoding="utf-8")
    with pytest.raises(DataError, match=r"esis\.yaml is not valid"):
        load_instrument("esis", folder=tmp_path)


def test_the_worked_scales_of_the_how_to_are_right(tmp_path):
    text = (Path(__file__).parents[3] / "docs/how-to/describe-your-scale.md").read_text(encoding="utf-8")
    ranges = {}
    for block in re.findall(r"```yaml\n(.*?)```", text, flags=re.DOTALL):
        name = yaml.safe_load(block)["id"]
        (tmp_path / f"{name}.yaml").write_text(block, encoding="utf-8")
        scale = load_instrument(name, folder=tmp_path)
        ranges[name] = [scale.possible_scores()[0], scale.possible_scores()[-1], scale.cutoff(None).words]
    assert ranges == {"invented-stress": [0, 30, "14 or more"], "invented-trust": [0, 100, "below 40"]}


def test_an_option_without_words_of_its_own_is_numbered_once():
    assert [Option(points=1, label=label).numbered for label in ("1", "agree")] == ["1", "1 agree"]
