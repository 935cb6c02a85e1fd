from tests.unit.simulation import document
from workbench.intake.project import resolve


def test_documentation_shows_what_is_reached(population, respondents):
    _, shown, _ = document.split(resolve(document.DOCUMENT).read_text(encoding="utf-8"))
    assert shown == document.made_part(population, respondents), (
        "Write it again: .venv/bin/python -m tests.unit.simulation.document"
    )
