"""What holds for every result class."""

import importlib
import inspect
import pkgutil

import pytest

import workbench
from workbench.results import Result


def result_classes():
    for module in pkgutil.walk_packages(workbench.__path__, "workbench."):
        importlib.import_module(module.name)
    found, waiting = set(), [Result]
    while waiting:
        for one in waiting.pop().__subclasses__():
            found.add(one)
            waiting.append(one)
    return sorted(found, key=lambda one: one.__name__)


@pytest.mark.parametrize("one", result_classes(), ids=lambda one: one.__name__)
def test_showing_a_result_by_accident_shows_no_data(one):
    # a dataclass writes its own repr with all fields, frames included, unless told not to
    assert not one.__dataclass_params__.repr, "declare @dataclass(..., repr=False)"
    assert not hasattr(one, "_repr_html_")


@pytest.mark.parametrize("one", result_classes(), ids=lambda one: one.__name__)
def test_results_are_frozen_and_say_what_they_hold(one):
    assert one.__dataclass_params__.frozen
    assert not one.__dataclass_params__.eq
    assert "Attributes" in (inspect.getdoc(one) or "")


def test_public_functions_are_documented():
    for name in ("intake", "psychometrics", "population"):
        package = importlib.import_module(f"workbench.{name}")
        for public in package.__all__:
            thing = getattr(package, public)
            if inspect.isfunction(thing):
                text = inspect.getdoc(thing) or ""
                assert inspect.signature(thing).return_annotation is not inspect.Signature.empty, public
                assert text, public
