"""Loading refuses texts of a codebook or scale that show nothing: zero-width signs are no name."""

import pytest
import yaml

from tests.unit.intake import example
from workbench.errors import DataError
from workbench.instruments import load_instrument
from workbench.instruments.instrument import instrument_path
from workbench.intake import load_codebook

UNSEEN = ["\u200b", "\u2060\u00ad", "\u3164", " ", ""]
PLACES = {
    "codebook": [("title",), ("cutoffs", "low", "label"), ("cutoffs", "low", "labels", "fi")],
    "instrument": [
        *(("name",), ("short_name",), ("question",), ("copyright",), ("permitted_use", 0), ("score", "higher_means")),
        *(("options", 0, "label"), ("items", 3, "statement"), ("cutoffs", "very_weak", "label")),
    ],
}
KEYS = {"codebook": ["background", "cutoffs", "blocks", "numeric"], "instrument": ["cutoffs"]}


def contents(kind):
    """A valid file of either kind, with an entry under each of the keys."""
    if kind == "instrument":
        return yaml.safe_load(instrument_path("esis").read_text(encoding="utf-8"))
    age = {"column": "age", "label": "Age", "unit": "years", "lowest": 0, "highest": 120}
    low = {"below": 40, "label": "low", "labels": {"fi": "matala"}}
    return example.codebook(cutoffs={"low": low}, blocks={"sex": ["sex"]}, numeric={"age": age})


def load(folder, kind, content):
    if kind == "codebook":
        return load_codebook(example.save_codebook(folder, content))
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
    (folder / "own.yaml").write_text(text, encoding="utf-8")
    return load_instrument("own", folder=folder)


@pytest.mark.parametrize("kind", PLACES)
def test_the_files_are_valid_as_they_are(tmp_path, kind):
    load(tmp_path, kind, contents(kind))


@pytest.mark.parametrize("unseen", UNSEEN)
@pytest.mark.parametrize(("kind", "place"), [(kind, place) for kind, places in PLACES.items() for place in places])
def test_a_text_that_shows_nothing_is_refused(tmp_path, kind, place, unseen):
    content = contents(kind)
    holder = content
    for part in place[:-1]:
        holder = holder[part]
    holder[place[-1]] = unseen
    with pytest.raises(DataError, match="shows nothing") as refused:
        load(tmp_path, kind, content)
    assert f"`{'.'.join(map(str, place))}`" in str(refused.value)


@pytest.mark.parametrize(("kind", "key"), [(kind, key) for kind, keys in KEYS.items() for key in keys])
def test_a_name_that_shows_nothing_is_refused_with_its_signs_spelled(tmp_path, kind, key):
    content = contents(kind)
    content[key] = {"\u200b": next(iter(content[key].values()))}
    with pytest.raises(DataError, match="shows nothing") as refused:
        load(tmp_path, kind, content)
    assert rf"`{key}.\u200b`" in str(refused.value)
