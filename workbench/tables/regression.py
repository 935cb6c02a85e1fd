"""Tables of the logistic regression: who falls below the cut-off."""

from __future__ import annotations

from workbench.intake.survey import Survey, variable_label
from workbench.population.disclosure import ProtectedTable, published_frame
from workbench.tables.labels import cutoff_words, footnotes, with_group_labels
from workbench.tables.report_table import ReportTable, column

_KEY = ["variable", "level"]


def odds_ratios(model: ProtectedTable, *, survey: Survey, cutoff: str | None = None) -> ReportTable:
    """Show crude and adjusted odds ratios side by side, reference levels named."""
    frame = published_frame(model)
    crude, adjusted = (frame[frame["model"] == name].reset_index(drop=True) for name in ("crude", "adjusted"))
    ratios = ["odds_ratio", "odds_ratio_low", "odds_ratio_high"]
    both = crude[[*_KEY, "reference", "n_respondents", "n_events", *ratios, "withheld"]].merge(
        adjusted[[*_KEY, *ratios, "p_value"]], on=_KEY, suffixes=("_crude", "_adjusted"), validate="one_to_one"
    )
    both = with_group_labels(both, survey.codebook)
    is_reference = both["level"] == both["reference"]
    both["level_label"] = both["level_label"].where(~is_reference, both["level_label"] + " (reference)")
    return ReportTable(
        name="odds_ratios",
        caption=f"Odds ratios of a {cutoff_words(survey, cutoff)}, crude and adjusted for all other rows",
        columns=(
            column("Group", "level_label"),
            column("Respondents", "n_respondents", kind="count"),
            column("Crude odds ratio", "odds_ratio_crude", kind="number"),
            column("Interval", "odds_ratio_low_crude", "odds_ratio_high_crude", kind="interval"),
            column("Adjusted odds ratio", "odds_ratio_adjusted", kind="number"),
            column("Interval", "odds_ratio_low_adjusted", "odds_ratio_high_adjusted", kind="interval"),
            column("p, adjusted", "p_value", kind="p_value"),
        ),
        frame=both,
        notes=footnotes(model),
        blank="the reference level, whose odds ratio is 1 by definition.",
        grouped_by="variable_label",
    )


def joint_tests(tests: ProtectedTable, *, survey: Survey) -> ReportTable:
    """Show one test per predictor: do its levels differ at all, the other predictors held equal."""
    frame = published_frame(tests)
    return ReportTable(
        name="joint_tests",
        caption="Joint test of each predictor in the adjusted model (Wald)",
        columns=(
            column("Predictor", "variable_label"),
            column("F", "statistic", kind="number", decimals=1),
            column("Numerator df", "df", kind="count"),
            column("Denominator df", "df_residual", kind="number", decimals=0),
            column("p", "p_value", kind="p_value"),
        ),
        frame=frame.assign(variable_label=[variable_label(v, survey.codebook) for v in frame["variable"]]),
        notes=("df: degrees of freedom.", *footnotes(tests)),
    )
