"""Plans: every value arrives as it was written, and nothing of it is ever run."""

import shlex
from pathlib import Path

import pytest
import yaml

from workbench.errors import ParameterError, WorkbenchError
from workbench.reports.unattended import read_plan
from workbench.reports.unattended.carry_out import run_name

HOSTILE = [
    "$(touch broken)",
    "`touch broken`",
    "; touch broken",
    "a'b\"c",
    "two\nlines\r\n",
    "{{ 7 * 7 }}",
    "${HOME}",
    "%s %n",
    "__import__('os').system('touch broken')",
    "!!python/object/apply:os.system ['touch broken']",
    "0123",
    "1e5",
    "no",
    "~",
    "null",
    "",
    " ",
    "😀",
    "\u202eabc",
    "x" * 9000,
]


@pytest.fixture
def plan(tmp_path):
    def write(**keys):
        path = tmp_path / "weekly plan.yaml"
        content = {"data": "my.sav", "codebook": "my.yaml"} | keys
        path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
        return path

    return write


def test_paths_begin_at_the_plan_wherever_one_stands(plan, tmp_path, monkeypatch):
    path = plan(data="data/my.sav", codebook="/elsewhere/my.yaml", output_folder="../out")
    monkeypatch.chdir("/")
    read = read_plan(path)
    assert read.data == tmp_path / "data" / "my.sav"
    assert read.codebook == Path("/elsewhere/my.yaml")
    assert read.output_folder == tmp_path / "../out"
    assert read.file == path


def test_the_home_folder_may_be_written_short(plan):
    assert read_plan(plan(data="~/my.sav")).data == Path.home() / "my.sav"


@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
def test_values_arrive_as_they_were_written(plan, tmp_path, monkeypatch, value):
    monkeypatch.chdir(tmp_path)
    read = read_plan(plan(parameters={"group": value}, by=[value], name=value, on_failure=["mail", value]))
    assert read.parameters == {"group": value}
    assert (read.by, read.name, read.on_failure) == ((value,), value, ("mail", value))
    assert not list(tmp_path.glob("broken*"))


def test_a_command_in_one_line_is_split_as_a_shell_would_and_expanded_never(plan):
    command = "mail -s 'It failed: $(date) `id` $HOME' ann@example.org; rm -rf / > x"
    assert read_plan(plan(on_failure=command)).on_failure == tuple(shlex.split(command))
    assert "It failed: $(date) `id` $HOME" in read_plan(plan(on_failure=command)).on_failure


@pytest.mark.parametrize("value", [0, 12, -1.5, True, False, None, "012", "2024-01-01"])
def test_numbers_and_texts_keep_their_kind(plan, value):
    read = read_plan(plan(parameters={"p": value})).parameters["p"]
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    "keys",
    [
        {"workers": "2", "by": ["town"]},
        {"workers": 2.0, "by": ["town"]},
        {"workers": True, "by": ["town"]},
        {"workers": -1, "by": ["town"]},
        {"scheduler": "10.0.0.5:8786", "by": ["town"]},
        {"scheduler": "tcp://10.0.0.5:8786\nkeep: 1", "by": ["town"]},
        {"keep": 0},
        {"timeout": "10"},
        {"timeout": float("nan")},
        {"timeout": float("inf")},
        {"by": "town"},
        {"by": [1]},
        {"name": 2024},
        {"data": ""},
        {"data": "a\0b"},
        {"parameters": ["a"]},
        {"parameters": {"codebook": "other.yaml"}},
        {"parameters": {"p": [1]}},
        {"on_failure": 1},
        {"on_failure": "mail 'unclosed"},
        {"on_failure": []},
        {"on_failure": ["mail", 1]},
        {"when_changed": True},
        {"Data": "x"},
    ],
)
def test_anything_else_is_refused_with_the_name_of_the_key(plan, keys):
    with pytest.raises(WorkbenchError) as caught:
        read_plan(plan(**keys))
    assert isinstance(caught.value, ParameterError)
    assert next(iter(keys)) in str(caught.value)


def test_a_single_report_has_the_moment_in_its_name_and_a_batch_not(plan):
    assert run_name(read_plan(plan())) is None
    assert run_name(read_plan(plan(name="wave"))).startswith("wave-2")
