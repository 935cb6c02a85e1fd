"""Whoever adds an estimator, a table, a page or a scale and forgets a place is told which, and what to do there."""

import importlib
import inspect

import pytest

from tests.architecture import forgotten

ESTIMATORS = {
    f"{face}.{name}": getattr(importlib.import_module(f"workbench.{face}"), name)
    for face in forgotten.ESTIMATORS
    for name in importlib.import_module(f"workbench.{face}").__all__
    if inspect.isfunction(getattr(importlib.import_module(f"workbench.{face}"), name))
}


NO_FOLDER = "/".join(["tests", "reference", "zeta"])


def coefficient_zeta():
    pass


coefficient_zeta.__doc__ = f"""Estimate nothing.

Raises
------
DataError
    Always.

Notes
-----
Proof: {NO_FOLDER}, tests/unit/psychometrics.
"""


@pytest.mark.parametrize("name", ESTIMATORS)
def test_an_estimator_reaches_every_place(name):
    faults = forgotten.forgotten_of_an_estimator(name, ESTIMATORS[name])
    assert not faults, "\n".join(faults)


def test_each_forgotten_place_of_an_estimator_is_named():
    faults = forgotten.forgotten_of_an_estimator("psychometrics.coefficient_zeta", coefficient_zeta)
    places = [NO_FOLDER, "No test in tests/unit/psychometrics", "tests/messages", "docs/explanation"]
    assert len(faults) == len(places)
    for fault, place in zip(faults, places, strict=True):
        assert place in fault


def test_a_docstring_without_proof_is_named():
    faults = forgotten.forgotten_of_an_estimator("psychometrics.coefficient_zeta", lambda: None)
    assert "names no proof" in faults[0]


def test_every_result_can_be_asked_for():
    faults = list(forgotten.results_outside_the_face())
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("face", ["tables", "plots"])
def test_every_table_and_plot_is_shown(face):
    faults = forgotten.unshown(face)
    assert not faults, "\n".join(faults)


def test_every_page_is_listed():
    assert not forgotten.unlisted_pages()


def test_every_scale_has_an_owner():
    assert not forgotten.scales_without_an_owner()
