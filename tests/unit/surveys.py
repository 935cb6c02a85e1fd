"""A small builder of surveys: groups with known numbers of respondents, below and not below the cut-off."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from workbench.instruments import load_instrument
from workbench.intake.codebook import BackgroundVariable, Codebook
from workbench.intake.sampling.design import SurveyDesign
from workbench.intake.survey import IntakeReport, Survey

INSTRUMENT = load_instrument("esis")


def build_survey(
    background: Mapping[str, pd.Series],
    below: pd.Series,
    *,
    crossings: tuple[tuple[str, ...], ...] = (),
    predictors: tuple[str, ...] = (),
    area: tuple[str, ...] = (),
    weights: pd.Series | None = None,
    numeric: Mapping[str, pd.Series] | None = None,
) -> Survey:
    """`background`: categoricals; `below`: True, False, or NA for respondents without a score."""
    frame = pd.DataFrame(dict(background), index=below.index)
    points = below.map({True: 2.0, False: 4.0}).to_numpy(float, na_value=np.nan)
    responses = pd.DataFrame({item: points for item in INSTRUMENT.item_ids}, index=frame.index)
    codebook = Codebook(
        schema_version=1,
        title="Test survey",
        instrument="esis",
        items={item: item for item in INSTRUMENT.item_ids},
        background={
            name: BackgroundVariable(
                column=name, label=name, labels={i: str(v) for i, v in enumerate(frame[name].cat.categories)}
            )
            for name in frame
        },
        numeric={
            name: {"column": name, "label": name, "unit": "years", "lowest": -1e9, "highest": 1e9}
            for name in numeric or {}
        },
        crossings=crossings,
        predictors=predictors,
        area=area,
    )
    report = IntakeReport(
        table=pd.DataFrame(columns=["step", "column", "value", "n_rows", "action"]),
        method="Built by a test.",
        file_name="test",
        file_sha256="",
        codebook_sha256="",
        instrument_sha256="",
        n_rows=len(frame),
    )
    return Survey(
        responses=responses,
        background=frame,
        numeric=pd.DataFrame(dict(numeric or {}), index=frame.index, dtype=float),
        measures=pd.DataFrame(index=frame.index),
        design=SurveyDesign(sampling_weights=weights),
        instrument=INSTRUMENT,
        codebook=codebook,
        report=report,
    )


def groups_of(
    sizes: Mapping[str, tuple[int, int]], *, unanswered: tuple[int, int] = (0, 0)
) -> tuple[pd.Series, pd.Series]:
    """One variable: for each level (not below, below); and who is below."""
    level, below = [], []
    for name, (no, yes) in [*sizes.items(), (None, unanswered)]:
        level += [name] * (no + yes)
        below += [False] * no + [True] * yes
    return pd.Series(pd.Categorical(level, list(sizes))), pd.Series(below, dtype="boolean")
