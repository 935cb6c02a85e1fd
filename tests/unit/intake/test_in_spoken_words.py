"""A survey in a language has the same respondents under the labels of that language."""

from workbench.intake import read_survey, survey_in_spoken_words
from workbench.wording import speaking

EXAMPLE = ("data/example/synthetic-adult-survey.parquet", "data/codebooks/synthetic-adult-survey.yaml")


def test_respondents_stay_and_labels_change():
    survey = read_survey(EXAMPLE[0], codebook=EXAMPLE[1])
    with speaking("sv"):
        said = survey_in_spoken_words(survey)
    assert list(said.background) == list(survey.background)
    for name in survey.background:
        assert said.background[name].cat.codes.equals(survey.background[name].cat.codes), name
        assert said.background[name].cat.ordered == survey.background[name].cat.ordered
    assert list(said.background["sex"].cat.categories) == ["Män", "Kvinnor"]
    assert (said.reference("education"), survey.reference("education")) == ("Högre utbildning", "Higher")
    assert list(said.blocks) == [
        "Kön och ålder",
        "+ utbildning och ställning på arbetsmarknaden",
        "+ hälsa och fattigdom",
    ]
    assert said.responses is survey.responses
