"""Examples in docstrings print what they say, and the functions that most people use have one."""

import doctest
import importlib
import inspect

import pytest

FACES = ("intake", "psychometrics", "population")
MOST_USED = {
    "intake": "read_survey complete SurveyDesign score beyond_cutoff response_quality",
    "psychometrics": "item_analysis coefficient_alpha coefficient_omega polychoric_correlations parallel_analysis "
    "fit_exploratory_factors fit_confirmatory_factors measurement_invariance fit_graded_response cutoff_precision "
    "scalability_coefficients item_bias",
    "population": "mean share quantiles compare_groups fit_logistic protection_plan protect",
}


def examples():
    finder = doctest.DocTestFinder(recurse=False)
    for face in FACES:
        package = importlib.import_module(f"workbench.{face}")
        for name in package.__all__:
            thing = getattr(package, name)
            if inspect.isfunction(thing) or inspect.isclass(thing):
                found = finder.find(inspect.unwrap(thing), name=f"{face}.{name}", globs={})
                yield from (one for one in found if one.examples)


EXAMPLES = list(examples())


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_example_prints_what_it_says(example, monkeypatch, request):
    monkeypatch.chdir(request.config.rootpath)
    said = []
    doctest.DocTestRunner().run(example, out=said.append)
    assert not said, "".join(said)


def test_the_most_used_functions_have_an_example():
    wanted = {f"{face}.{name}" for face, names in MOST_USED.items() for name in names.split()}
    assert not wanted - {example.name for example in EXAMPLES}
