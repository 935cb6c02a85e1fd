"""An item against the scale: the sentence names the place where its direction is mended."""

import numpy as np
import pandas as pd
import pytest
import yaml

from workbench.errors import DataError
from workbench.intake import ScaleFacts, draft_instrument, read_survey

ITEMS = ("s1", "s2", "s3", "s4")
WORDS = ("strongly disagree", "disagree", "neither", "agree", "strongly agree")
INTO_SCALE = "Set `reversed: true` for it in instrument `calm` if its statement is worded against the scale"
OUT_OF_SCALE = "Remove `reversed: true` of it from instrument `calm` if its statement is not worded against the scale"
IN_WORDS = "Its answers are words of the options, so `reversed` in the codebook changes nothing: "


def repair(folder, *, against, in_words, scale_reversed=False, book_reversed=False):
    """Second sentence of the refusal of a survey with a scale of one's own."""
    rng = np.random.default_rng(5)
    points = np.digitize(rng.normal(size=(300, 1)) + 0.8 * rng.normal(size=(300, 4)), [-1, -0.3, 0.3, 1])
    points[:, 1] = 4 - points[:, 1] if against else points[:, 1]
    answers = np.array(WORDS, dtype=object)[points] if in_words else points + 1
    pd.DataFrame(answers, columns=list(ITEMS)).to_csv(folder / "survey.csv", index=False)
    facts = ScaleFacts(
        name="calm",
        title="Calm",
        language="en",
        lowest=1,
        highest=5,
        score="sum",
        higher_means="calm",
        options=dict(enumerate(WORDS, start=1)),
    )
    scale = yaml.safe_load(draft_instrument(folder / "survey.csv", columns=ITEMS, facts=facts))
    scale["items"][1]["reversed"] = scale_reversed
    (folder / "calm.yaml").write_text(yaml.safe_dump(scale, allow_unicode=True), encoding="utf-8")
    items = {item: {"column": item} for item in ITEMS}
    items["s2"]["reversed"] = book_reversed
    book = {"schema_version": 1, "title": "Calm", "instrument": "calm", "items": items, "confirmed": True}
    (folder / "book.yaml").write_text(yaml.safe_dump(book), encoding="utf-8")
    with pytest.raises(DataError, match="`s2`") as refused:
        read_survey(folder / "survey.csv", codebook=folder / "book.yaml")
    return str(refused.value).partition("is it reversed? ")[2]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            {"against": True, "in_words": False},
            f"{INTO_SCALE}, in the codebook if only its codes run backwards, or correct its column.",
        ),
        (
            {"against": True, "in_words": True},
            f"{IN_WORDS}{INTO_SCALE[0].lower()}{INTO_SCALE[1:]}, or correct its column.",
        ),
        (
            {"against": True, "in_words": True, "book_reversed": True},
            f"{IN_WORDS}remove it there; {INTO_SCALE[0].lower()}{INTO_SCALE[1:]}, or correct its column.",
        ),
        ({"against": False, "in_words": False, "scale_reversed": True}, f"{OUT_OF_SCALE}, or correct its column."),
        (
            {"against": False, "in_words": False, "book_reversed": True},
            "Remove `reversed: true` of it from the codebook if its codes do not run backwards, or correct its column.",
        ),
    ],
)
def test_the_sentence_names_the_place_where_the_direction_is_mended(tmp_path, given, said):
    assert repair(tmp_path, **given) == said
