"""A mark stands for an id in every file, and cannot be read back."""

import numpy as np
import pandas as pd

from workbench.intake.columns.id_marks import id_marks


def test_one_id_has_one_mark_in_whatever_form_a_file_stores_it():
    forms = [pd.Series([7, 12]), pd.Series([7.0, 12.0]), pd.Series([" 7", "12 "])]
    first, *others = [id_marks(ids).tolist() for ids in forms]
    assert first[0] != first[1]
    assert all(other == first for other in others)


def test_leading_zeros_and_capitals_belong_to_an_id():
    assert id_marks(pd.Series(["007", "7", "a", "A"])).nunique() == 4


def test_without_an_id_there_is_no_mark():
    marks = id_marks(pd.Series(["a", None, " ", np.nan], index=[4, 5, 6, 7]))
    assert (marks == 0).tolist() == [False, True, True, True]
    assert marks.index.tolist() == [4, 5, 6, 7]
