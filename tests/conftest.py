"""For all tests: what a file of tests publishes goes into a ledger of its own, never into that of the project."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench.disclosure.ledger import FOLDER_VARIABLE


@pytest.fixture(scope="module", autouse=True)
def ledger_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("ledger") / "ledger"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(FOLDER_VARIABLE, str(folder))
        yield folder
