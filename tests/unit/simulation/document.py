"""The two tables of docs/explanation/example-survey.md are made from the example itself.

Write them again with ``.venv/bin/python -m tests.unit.simulation.document``.
"""

import pandas as pd

from workbench.intake.project import resolve
from workbench.simulation import example_population, example_survey, example_targets
from workbench.simulation.example_targets import TARGETS

DOCUMENT = "docs/explanation/example-survey.md"
BEGIN, END = "<!-- made by tests/unit/simulation/document.py -->", "<!-- end of the made part -->"
FIGURES = {  # row of data/published/benchmarks.csv: what people read, and its format
    "finsote2019_mean": ("Mean score", "{:.2f}"),
    "finsote2019_very_weak": ("Share below 50", "{:.1%}"),
    "finsote2019_unemployed": ("Share below 50, unemployed", "{:.1%}"),
    "finsote2019_men_risk": ("Share below 50, men ÷ women", "{:.2f}"),
    "finsote2019_workability": (
        "Adjusted odds ratio of a score below 50, impaired ÷ good work ability",
        "{:.2f}",
    ),
    "finsote2019_men_employed": ("Mean, men at work under 65", "{:.1f}"),
    "finsote2019_women_employed": ("Mean, women at work under 65", "{:.1f}"),
    "finsote2019_men_pension": ("Mean, male pensioners under 65", "{:.1f}"),
    "finsote2019_women_pension": ("Mean, female pensioners under 65", "{:.1f}"),
    "validation2017_alpha": ("Coefficient alpha", "{:.2f}"),
    "validation2017_r_low": ("Lowest absolute correlation with health, loneliness, quality of life", "{:.2f}"),
    "validation2017_r_high": ("Highest of these correlations", "{:.2f}"),
}
COMPARISONS = {"equal": "", "about": "about ", "above": "above "}


def made_part(population: pd.DataFrame, respondents: pd.DataFrame) -> str:
    weights = respondents["weight"]
    figures = [
        example_targets.reached_figures(population),
        example_targets.reached_figures(respondents, weights=weights),
    ]
    directions = [
        example_targets.reached_directions(population),
        example_targets.reached_directions(respondents, weights=weights),
    ]
    return "\n".join([BEGIN, "", *_figures(*figures), "", *_directions(*directions), "", END])


def _figures(population: dict[str, float], sample: dict[str, float]) -> list[str]:
    published = pd.read_csv(resolve("data/published/benchmarks.csv"), index_col="id")
    rows = ["| figure | published | aimed at | generating population | sample, weighted |", "|---|---|---|---|---|"]
    for name, (label, form) in FIGURES.items():
        stated = form if published.comparison[name] == "equal" else "{:g}"
        value = COMPARISONS[published.comparison[name]] + stated.format(published.value[name])
        aim = form.format(TARGETS[name]) if name in TARGETS else "not targeted"
        rows.append(f"| {label} | {value} | {aim} | {form.format(population[name])} | {form.format(sample[name])} |")
    return rows


def _directions(population: pd.DataFrame, sample: pd.DataFrame) -> list[str]:
    rows = ["| direction | generating population | sample, weighted |", "|---|---|---|"]
    for (_, in_population), (_, in_sample) in zip(population.iterrows(), sample.iterrows(), strict=True):
        rows.append(f"| {in_population.statement} | {_direction(in_population)} | {_direction(in_sample)} |")
    return rows


def _direction(row: pd.Series) -> str:
    form = "{:.1f}" if row.quantity == "mean" else "{:.1%}"
    sign = "<" if row.met else "not <"
    return f"{'met' if row.met else 'not met'}: {form.format(row.lower)} {sign} {form.format(row.higher)}"


def split(text: str) -> tuple[str, str, str]:
    before, rest = text.split(BEGIN)
    made, after = rest.split(END)
    return before, BEGIN + made + END, after


if __name__ == "__main__":
    everyone = example_population.draw_population()
    respondents = example_targets.complete_respondents(example_survey.draw_sample(everyone))
    page = resolve(DOCUMENT)
    before, _, after = split(page.read_text(encoding="utf-8"))
    page.write_text(before + made_part(everyone, respondents) + after, encoding="utf-8")
