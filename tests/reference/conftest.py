"""The scales of bfi and the blocks of more items that several chapters compare with psych."""

import pytest

from tests.reference.bfi_answers import BLOCKS, SCALES, classical, more_items


@pytest.fixture(scope="module", params=SCALES)
def scale(request):
    return classical(request.param)


@pytest.fixture(scope="module", params=BLOCKS)
def block(request):
    return more_items(request.param)
