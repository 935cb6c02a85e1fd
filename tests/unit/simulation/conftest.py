import pytest

from workbench.simulation import example_population, example_survey, example_targets


@pytest.fixture(scope="session")
def population():
    return example_population.draw_population()


@pytest.fixture(scope="session")
def sample(population):
    return example_survey.draw_sample(population)


@pytest.fixture(scope="session")
def respondents(sample):
    return example_targets.complete_respondents(sample)


@pytest.fixture(scope="session")
def written(tmp_path_factory):
    return example_survey.write_example(tmp_path_factory.mktemp("example"))
