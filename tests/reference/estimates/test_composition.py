"""Who carries an outcome, against R's survey package (subgroups.R; closed forms on both sides, 1e-8 relative)."""

import pytest

from tests.reference.groups.subgroup_samples import R, designs, same
from workbench.population import composition

DESIGNS = designs()


@pytest.mark.parametrize("name", R)
def test_composition(name):
    s, design = DESIGNS[name]
    table = composition(s["low"], s["poverty"], design=design).table
    for (_, row), level in zip(table.iterrows(), R[name]["composition"], strict=True):
        for whole in ("outcome", "population"):
            found = {
                "estimate": row[f"share_of_{whole}"],
                "std_error": row[f"share_of_{whole}_std_error"],
                "low": row[f"share_of_{whole}_low"],
                "high": row[f"share_of_{whole}_high"],
            }
            if level[whole]["estimate"] > 1e-12:  # an interval of a share of 0 is not svyciprop's
                same(found, level[whole], found)
