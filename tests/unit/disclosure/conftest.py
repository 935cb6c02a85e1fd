"""A survey of one background variable."""

import pytest

from tests.unit.surveys import build_survey, groups_of


@pytest.fixture
def one_variable():
    def make(sizes, **keywords):
        level, below = groups_of(sizes, **keywords)
        return build_survey({"group": level}, below)

    return make
