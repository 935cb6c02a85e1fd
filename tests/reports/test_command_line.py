"""The commands: exit codes, what goes to which stream, and nothing of the data in unexpected errors."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import click
import numpy as np
import pandas as pd
import pyreadstat
import pytest
import yaml
from click.testing import CliRunner

from tests.reports import toys
from tests.unit.intake import example
from workbench.cli import main
from workbench.cli.drafted import drafted_codebook
from workbench.errors import DataError, ParameterError
from workbench.instruments import instrument_path, load_instrument
from workbench.intake import draft_codebook, load_codebook, read_survey, set_keys


@pytest.fixture
def command(project):
    with toys.inside(project):
        yield lambda *words: CliRunner().invoke(main, list(words))


def test_run_prints_the_first_page_last_and_takes_files_from_the_folder_where_it_is_called(project, tmp_path):
    path = toys.write_notebook(project / "cli", "01_shows", toys.TABLE)
    for ending in ("csv", "yaml"):
        (tmp_path / f"kysely ä.{ending}").write_bytes((project / "data" / f"toy.{ending}").read_bytes())
    with toys.inside(tmp_path):
        words = ["run", str(path), "--data", "kysely ä.csv", "--codebook", "kysely ä.yaml", "--output-folder", "ulos"]
        result = CliRunner().invoke(main, [*words, "-p", "conf_level=0.8", "--name", "oma"])
    assert result.exit_code == 0, result.output
    assert result.stdout == f"{tmp_path / 'ulos' / 'oma' / 'index.html'}\n"
    assert "01_shows: done" in result.stderr
    assert "conf_level = 0.8" in (tmp_path / "ulos" / "oma" / "01_shows.html").read_text(encoding="utf-8")


def test_a_failed_run_exits_1_and_says_which_notebook(command, project, tmp_path):
    path = toys.write_notebook(project / "cli", "02_fails", "1 / 0")
    result = command("run", str(path), "--name", "two", "--output-folder", str(tmp_path))
    assert result.exit_code == 1
    assert "The run failed: 02_fails (failed)." in result.stderr
    assert result.stdout.splitlines()[-1] == str(tmp_path / "two.failed" / "index.html")


def test_a_refusal_exits_2_with_one_message_and_writes_nothing(command, project, tmp_path):
    path = toys.write_notebook(project / "cli", "03_shows", toys.TABLE)
    result = command("run", str(path), "-p", "conf_levl=0.9", "--output-folder", str(tmp_path / "out"))
    assert result.exit_code == 2
    assert result.stderr == (
        "Unknown parameter `conf_levl`. Did you mean `conf_level`? Declared: survey, codebook, conf_level, group.\n"
    )
    assert not (tmp_path / "out").exists()


def with_statements(project):
    """Write a survey whose headers are the statements, into the project."""
    path = project / "data" / "private" / "form.csv"
    path.parent.mkdir(exist_ok=True)
    names = dict(zip(example.ITEMS, example.STATEMENTS, strict=True))
    example.frame().rename(columns=names).to_csv(path, index=False)
    return path


def test_data_alone_is_refused_without_a_terminal_with_the_commands_that_do_the_same(command, project):
    (project / "data" / "toy 2.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    result = command("report", "--data", "data/toy 2.csv")
    assert result.exit_code == 2
    assert "no terminal to ask on" in result.stderr
    assert "`workbench codebook 'data/toy 2.csv' --output 'data/codebooks/toy 2.yaml'`" in result.stderr


def test_data_alone_is_drafted_shown_and_kept_after_a_yes(project, monkeypatch, capsys):
    path = with_statements(project)
    asked = []
    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr("click.confirm", lambda question, **_: asked.append(question) or True)
    monkeypatch.setattr("click.prompt", lambda _, *, value_proc, **__: value_proc("weight"))
    with toys.inside(project):
        kept = drafted_codebook(path)
    shown = capsys.readouterr().err
    assert "10 of 10 by the wording of their statements" in shown
    assert f"esis4: column `{example.STATEMENTS[3]}`, wording" in shown
    assert "sampling_weights: weight" in shown
    assert kept == project / "data" / "codebooks" / "form.yaml"
    assert load_codebook(kept).instrument == "esis"
    assert len(asked) == 1


def test_weights_without_a_label_are_asked_about_and_none_is_an_answer(project, monkeypatch, capsys):
    path = with_statements(project).rename(project / "data" / "private" / "unlabelled.csv")
    asked = []

    def prompt(question, *, value_proc, **_):
        asked.append(question)
        with pytest.raises(click.UsageError, match=r"'wieght' is none of these. Write weight or none\."):
            value_proc("wieght")
        return value_proc("none")

    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr("click.prompt", prompt)
    monkeypatch.setattr("click.confirm", lambda *_, **__: True)
    with toys.inside(project):
        kept = drafted_codebook(path)
    assert asked == [
        "No label says whether `weight` holds the sampling weights. The column that does, or none if everybody counts "
        "the same"
    ]
    assert "sampling_weights: weight" not in capsys.readouterr().err
    assert load_codebook(kept).design.sampling_weights is None


def answering(monkeypatch, *answers):
    """Answer what a terminal asks, one answer after another, and return what it asked and refused."""
    left, asked = iter(answers), []

    def prompt(question, *, value_proc, **_):
        asked.append(question)
        while True:
            try:
                return value_proc(next(left))
            except click.UsageError as error:
                asked.append(str(error))

    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr("click.prompt", prompt)
    monkeypatch.setattr("click.confirm", lambda *_, **__: True)
    return asked


def test_a_file_with_the_statements_of_two_scales_names_both_and_the_option_that_chooses(project, command, monkeypatch):
    path = with_statements(project).rename(project / "data" / "private" / "twin.csv")
    shipped = instrument_path("esis").read_text(encoding="utf-8")
    twin = project / "data" / "instruments" / "twin.yaml"
    twin.parent.mkdir(exist_ok=True)
    twin.write_text(shipped.replace("id: esis\n", "id: twin\n", 1), encoding="utf-8")
    both = "has the statements of 2 scales alike: `twin`, `esis`. `--instrument NAME` says which one is meant."
    book = project / "data" / "codebooks" / "twin.yaml"
    refused = command("report", "--data", "data/private/twin.csv")
    assert both in refused.stderr
    assert "codebook data/private/twin.csv --instrument twin --output" in refused.stderr
    assert both in command("codebook", "data/private/twin.csv", "--output", str(book)).stderr
    assert not book.exists()
    asked = answering(monkeypatch, "both", "esis", "none")
    with toys.inside(project):
        kept = drafted_codebook(path)
    twin.unlink()
    assert load_codebook(kept).instrument == "esis"
    assert asked[:2] == [
        "The file has the statements of `twin` and of `esis` alike. The scale that the questionnaire had",
        "'both' is none of these. Write twin or esis.",
    ]


def test_columns_near_an_item_without_one_are_named_with_the_command_that_takes_them(project, monkeypatch, capsys):
    path, near = project / "data" / "private" / "near.sav", "23.8 Saan itse apua silloin kun tarvitsen"
    path.parent.mkdir(exist_ok=True)
    labels = dict(zip(example.ITEMS, example.STATEMENTS, strict=True)) | {"q8": near}
    frame = example.frame().drop(columns=["id", "weight"])
    pyreadstat.write_sav(frame, str(path), column_labels=labels, variable_value_labels={"q8": example.OPTIONS})
    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr("click.confirm", lambda *_, **__: True)
    with toys.inside(project):
        with pytest.raises(ParameterError, match="is to be completed"):
            drafted_codebook(path)
        kept = project / "data" / "codebooks" / "near.yaml"
        told = capsys.readouterr().err
        assert f"esis8: near its statement “{example.STATEMENTS[7]}” is `q8` (“{near}”)" in told
        assert "near.yaml items.esis8=q8 background.q8=`" in told
        with pytest.raises(DataError, match=r"by `workbench set CODEBOOK background\.q8=`"):
            read_survey(path, codebook=_with(kept, ["items.esis8=q8"]))
        survey = read_survey(path, codebook=_with(kept, ["background.q8="]))
    assert survey.matched["esis8"].column == "q8"


def _with(codebook, assignments):
    set_keys(codebook, assignments)
    return codebook


def test_rare_values_are_asked_about_and_what_is_not_taken_is_shown(project, monkeypatch, capsys):
    frame = pd.read_csv(with_statements(project), dtype=str)
    path = project / "data" / "private" / "rare.csv"
    frame["asked"] = ["yes"] * 30 + ["no"] * 27 + ["own words"] * 3
    frame["language"], frame["weight_b"] = "fi", np.linspace(0.7, 1.3, len(frame)).round(3)
    frame.to_csv(path, index=False)
    asked = answering(monkeypatch, "Yes", "missing")
    draft = draft_codebook(path, design={"sampling_weights": "weight"})
    monkeypatch.setattr("workbench.intake.draft_codebook", lambda _, **__: draft)
    with toys.inside(project):
        kept = drafted_codebook(path)
    shown = capsys.readouterr().err
    assert asked[0].startswith("Column `asked` has values that fewer than five rows have each, besides no, yes.")
    assert "two codes share one label, `yes` and `Yes`" in asked[1]
    assert "asked (`asked`): no, yes; rare values are no answers" in shown
    assert "Not taken: `weight_b` (may be the weights too)" in shown
    assert "`language` (one value)" in shown
    assert load_codebook(kept).background["asked"].others == "missing"


@pytest.mark.parametrize(("answer", "says"), [(False, "Nothing was written"), (True, "is to be completed")])
def test_a_draft_that_does_not_suffice_is_never_run(project, monkeypatch, capsys, answer, says):
    path = project / "data" / "my plain.csv"
    example.frame().to_csv(path, index=False)
    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr("click.confirm", lambda *_, **__: answer)
    with toys.inside(project), pytest.raises(ParameterError, match=says) as refused:
        drafted_codebook(path)
    book = project / "data" / "codebooks" / "my plain.yaml"
    assert book.exists() is answer
    assert f"`workbench instrument new '{path}' --name NAME`" in capsys.readouterr().err
    assert "`workbench set 'data/codebooks/my plain.yaml' KEY=VALUE`" in str(refused.value)
    drafting = f"`workbench codebook '{path}' --output 'data/codebooks/my plain.yaml'`"
    assert (drafting in str(refused.value)) is not answer


def test_report_runs_the_notebooks_of_the_project(command, project, tmp_path):
    for name in ("01_shows", "02_refused"):
        toys.write_notebook(project / "notebooks", name, {"01_shows": toys.TABLE, "02_refused": toys.REFUSED}[name])
    outside = tmp_path / "own folder"
    outside.mkdir()
    for name in ("toy.csv", "toy.yaml"):
        (outside / name).write_bytes((project / "data" / name).read_bytes())
    result = command(
        "report", "--data", str(outside / "toy.csv"), "--codebook", str(outside / "toy.yaml"), "--name", "own"
    )
    assert result.exit_code == 0, result.output
    run = project / "reports" / "own"
    assert result.stdout.splitlines()[-1] == str(run / "index.html")
    for path in run.rglob("*"):
        if path.is_file():
            assert str(outside).encode() not in path.read_bytes()
    assert "survey = &#39;toy.csv&#39;" in (run / "01_shows.html").read_text(encoding="utf-8")


def test_a_codebook_that_is_refused_costs_none_of_the_imports_of_a_run(project, tmp_path):
    (tmp_path / "nested.yaml").write_text("title: " + "[" * 20_000, encoding="utf-8")
    program = """
import sys
from workbench.cli import main
heavy = {"matplotlib", "nbformat", "papermill", "workbench.reports.running"}
for words in (["check"], ["report", "--codebook"]):
    data = ["--data", "data/toy.csv"] if words[0] == "report" else ["data/toy.csv"]
    try:
        main([words[0], *data, *words[1:], sys.argv[1]])
    except SystemExit as stopped:
        print(stopped.code, *sorted(heavy & set(sys.modules)))
"""
    command = [sys.executable, "-c", program, str(tmp_path / "nested.yaml")]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.splitlines() == ["2", "2"]
    assert done.stderr.count("nests more than 20 levels") == 2


def test_a_cutoff_that_nobody_defines_is_refused_before_the_run_is_prepared(command, project, monkeypatch):
    def prepared(**_):
        raise AssertionError

    monkeypatch.setattr("workbench.reports.running.run_report", prepared)
    path = toys.write_notebook(project / "cli", "04_shows", toys.TABLE)
    result = command("run", str(path), "-p", "cutoff=very_low")
    assert result.exit_code == 2
    assert result.stderr.startswith("Instrument `esis` has no cut-off `very_low`. Did you mean `very_weak`?")


def test_an_unexpected_error_shows_no_message(command, monkeypatch):
    def fails(*_args, **_options):
        raise ValueError("answers 1 2 3")

    monkeypatch.setattr("workbench.intake.read_survey", fails)
    result = command("check", "data/toy.csv", "data/toy.yaml")
    assert result.exit_code == 1
    assert "unexpected ValueError" in result.stderr
    assert "answers" not in result.output
    assert "answers 1 2 3" in command("--debug", "check", "data/toy.csv", "data/toy.yaml").stderr


def test_check_says_what_was_read_and_what_is_withheld(command):
    result = command("check", "data/toy.csv", "data/toy.yaml")
    assert result.exit_code == 0, result.output
    assert "Toy survey of Äänekoski: 60 rows of toy.csv." in result.stdout
    assert "area" in result.stdout.split("protection plan")[1]


def test_check_names_the_command_that_joins_one_town_in_two_spellings(command, project):
    data, book = project / "data" / "towns.csv", project / "data" / "towns.yaml"
    example.frame().assign(town=["Äänekoski"] * 40 + ["Aanekoski"] * 20).to_csv(data, index=False)
    towns = {
        "column": "town",
        "label": "Town",
        "labels": {"Aanekoski": "Aanekoski", "Äänekoski": "Äänekoski", "x": "x"},
    }
    content = example.codebook(background={"the town": towns}, design={}, labels="all", confirmed=True)
    book.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    shown = command("check", "data/towns.csv", "data/towns.yaml").stdout
    assert (
        "`Aanekoski` and `Äänekoski` of Town are spelled nearly alike, and may be one group. If they are, join them:"
        in shown
    )
    joins = "background.the town.merge.Äänekoski=[Äänekoski, Aanekoski]"
    assert f"`workbench set data/towns.yaml '{joins}'`." in shown
    assert command("set", "data/towns.yaml", joins).exit_code == 0
    assert "spelled nearly alike" not in command("check", "data/towns.csv", "data/towns.yaml").stdout


def test_check_names_variables_whose_labels_are_codes(command, project):
    data, book = project / "data" / "bare.csv", project / "data" / "bare.yaml"
    example.frame().assign(sex=[1, 2] * 30).to_csv(data, index=False)
    sex = {"column": "sex", "label": "Sex", "labels": {1: "1", 2: "2"}}
    content = example.codebook(background={"sex": sex}, design={}, labels="all", confirmed=True)
    book.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    said = "Labels of Sex are bare codes. Say what they stand for by `workbench set data/bare.yaml "
    names = "background.sex.labels.1='…' background.sex.labels.2='…'"
    assert f"{said}{names}`." in command("check", "data/bare.csv", "data/bare.yaml").stdout
    assert (
        command("set", "data/bare.yaml", "background.sex.labels.1=Men", "background.sex.labels.2=Women").exit_code == 0
    )
    assert "bare codes" not in command("check", "data/bare.csv", "data/bare.yaml").stdout


def test_check_names_words_that_lack_a_language(command, project):
    sex = {"column": "sex", "label": {"fi": "Sukupuoli"}, "labels": {1: "Men", 2: "Women"}}
    example.frame().assign(sex=[1, 2] * 30).to_csv(project / "data" / "words.csv", index=False)
    content = example.codebook(background={"sex": sex}, design={}, labels="all", confirmed=True)
    content["title"] = {"fi": "a", "sv": "b"}
    (project / "data" / "words.yaml").write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    lacks = "Words without a text in {}, which reports in it show in the language that stands first: {}."
    found = command("check", "data/words.csv", "data/words.yaml").stdout
    assert lacks.format("svenska (`sv`)", "`background.sex.label`") in found
    assert "English" not in found
    asked = command("check", "data/words.csv", "data/words.yaml", "--lang", "fi,en").stdout
    assert lacks.format("English (`en`)", "`title`, `background.sex.label`") in asked
    assert "Words with one text for all languages: `background.sex.labels.1`, `background.sex.labels.2`" in asked


def test_check_says_how_much_of_a_table_would_be_withheld(command):
    result = command("check", "data/toy.csv", "data/toy.yaml", "--crossing", "area,sex")
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[-1].startswith("area × sex: of 4 cells ")
    assert command("check", "data/toy.csv", "data/toy.yaml", "--crossing", "area,size").exit_code == 2


_MORE = "cutoff: str | None = None  # cut-off\nn_bootstrap: int = 100  # draws\n"


@pytest.mark.parametrize(
    "wrong", ["group=sxe", "gruop=sex", "conf_level=95", "n_bootstrap=many", "cutoff=low", "survey=x.csv", "sex"]
)
def test_check_refuses_parameters_with_the_words_of_a_report(command, project, wrong):
    toys.write_notebook(project / "notebooks", "01_first", toys.TABLE, parameters=toys.PARAMETERS + _MORE)
    checked = command("check", "data/toy.csv", "data/toy.yaml", "-p", wrong)
    reported = command("report", "--data", "data/toy.csv", "--codebook", "data/toy.yaml", "-p", wrong)
    assert checked.exit_code == reported.exit_code == 2
    assert checked.stderr == reported.stderr != ""


def test_check_foresees_the_pages_with_the_parameters_that_are_given(command, project):
    shows = "from workbench.page import Refusal\nlost = Refusal(f'No {group}. Choose another.')\nlost"
    toys.write_notebook(project / "notebooks", "01_first", shows)
    assert "No None. Choose another." in command("check", "data/toy.csv", "data/toy.yaml").stdout
    assert "No sex. Choose another." in command("check", "data/toy.csv", "data/toy.yaml", "-p", "group=sex").stdout


def test_codebook_drafts_and_never_overwrites(command, tmp_path):
    printed = command("codebook", "data/toy.csv")
    assert printed.exit_code == 0, printed.output
    written = command("codebook", "data/toy.csv", "--output", str(tmp_path / "my.yaml"))
    assert written.exit_code == 0, written.output
    assert (tmp_path / "my.yaml").read_text(encoding="utf-8") == printed.stdout
    assert written.stdout == f"{tmp_path / 'my.yaml'}\n"
    assert f'`workbench set {tmp_path / "my.yaml"} title="…"' in written.stderr
    (tmp_path / "my.yaml").write_text("mine", encoding="utf-8")
    assert command("codebook", "data/toy.csv", "--output", str(tmp_path / "my.yaml")).exit_code == 2
    assert (tmp_path / "my.yaml").read_text(encoding="utf-8") == "mine"


def test_set_shows_what_changed_or_writes_nothing(command, project):
    file = project / "data" / "set.yaml"
    file.write_bytes((project / "data" / "toy.yaml").read_bytes())
    title = load_codebook(file).title
    result = command("set", "data/set.yaml", "title=New: title", "missing=")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.splitlines() == [f"title: {title} → New: title", "missing: not set, as it was"]
    assert load_codebook(file).title == "New: title"
    none = command("set", "data/set.yaml", "background.sex.missing=2")
    assert "Whose answer is none is in no level of `sex`. Where they are few, other numbers" in none.stderr
    assert "`workbench check DATA data/set.yaml` says which." in none.stderr
    refused = command("set", "data/set.yaml", "title=x", "titel=x")
    assert refused.exit_code == 2
    assert "Nothing was written: set.yaml is as it was." in refused.stderr
    assert load_codebook(file).title == "New: title"
    file.write_text(file.read_text(encoding="utf-8") + "titel: x\n", encoding="utf-8")
    for words in (
        ["check", "data/toy.csv", "data/set.yaml"],
        ["report", "--data=data/toy.csv", "--codebook=data/set.yaml"],
    ):
        refused = command(*words)
        assert refused.exit_code == 2
        assert "unknown key `titel`" in refused.stderr
        assert refused.stderr.endswith(
            "`workbench set data/set.yaml KEY=VALUE` (`workbench set --help`), or in an editor.\n"
        )
    file.unlink()


@pytest.mark.parametrize(
    ("text", "fault", "by_command"),
    [
        ("id: mine\noptions: [{points: 1, labl: a}]\n", "line 2: the key `options.0.labl` is not known.", True),
        ("id: mine\noptions: [1\n", "the bracket that opens in line 2 is not closed", False),
    ],
)
def test_a_fault_in_the_file_of_a_scale_is_mended_in_that_file(command, project, text, fault, by_command):
    scale, book = project / "data" / "instruments" / "mine.yaml", project / "data" / "of_mine.yaml"
    scale.parent.mkdir(exist_ok=True)
    scale.write_text(text, encoding="utf-8")
    codebook = (project / "data" / "toy.yaml").read_text(encoding="utf-8")
    book.write_text(codebook.replace("instrument: esis", "instrument: mine"), encoding="utf-8")
    for words in (
        ["check", "data/toy.csv", "data/of_mine.yaml"],
        ["report", "--data=data/toy.csv", "--codebook=data/of_mine.yaml"],
    ):
        refused = command(*words)
        assert refused.exit_code == 2
        assert fault in refused.stderr
        assert "of_mine.yaml" not in refused.stderr
        *_, way = refused.stderr.splitlines()
        set_it = " or by `workbench set data/instruments/mine.yaml KEY=VALUE`" if by_command else ""
        assert way == (
            f"Mend mine.yaml itself, in the lines that are named: in an editor{set_it}. Or describe the scale anew, "
            "under another name, by `workbench instrument new`."
        )
    scale.unlink()
    book.unlink()


def test_check_refuses_with_2(command):
    result = command("check", "data/none.csv", "data/toy.yaml")
    assert result.exit_code == 2
    assert "none.csv" in result.stderr


@pytest.mark.slow
def test_an_interrupted_run_is_left_as_failed_and_leaves_nothing_behind(project, tmp_path):
    path = toys.write_notebook(project / "cli", "04_sleeps", toys.SLEEPS)
    runs = [_Interrupted(path, project, tmp_path / stop.name, stop) for stop in (signal.SIGINT, signal.SIGTERM)]
    for run in runs:
        run.interrupt()
    for run in runs:
        _, errors = run.process.communicate(timeout=60)
        assert run.process.returncode == 130
        assert errors.strip().endswith("Interrupted.")
        assert [p.name for p in (run.folder / "cut.failed").rglob("*")] == ["record.json"]
        assert not list(run.scratch.iterdir())


class _Interrupted:
    """A run in a process of its own, because signals reach a whole process."""

    def __init__(self, notebook: Path, project: Path, folder: Path, stop: signal.Signals) -> None:
        self.folder, self.scratch, self.stop = folder, folder / "scratch", stop
        self.scratch.mkdir(parents=True)
        words = ["run", str(notebook), "--name", "cut", "--output-folder", str(folder)]
        environment = os.environ | {"TMPDIR": str(self.scratch), "PYTHONPATH": str(Path(__file__).parents[2])}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "workbench.cli", *words],
            cwd=project,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            # A shell that runs the tests in the background lets its children ignore Ctrl-C.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )

    def interrupt(self) -> None:
        deadline = time.monotonic() + 60
        while not self._running() and time.monotonic() < deadline:
            time.sleep(0.1)
        time.sleep(1.5)
        self.process.send_signal(self.stop)

    def _running(self) -> bool:
        return (self.folder / "cut.partial").is_dir()


def test_an_instrument_is_drafted_from_a_file_and_never_written_over(command, project, tmp_path):
    lines = [f"{a},{b},{a},{4 - a}" for a in range(1, 4) for b in range(1, 4)] * 6
    (tmp_path / "mine.csv").write_text("\n".join(["t1,t2,t3,t4", *lines]), encoding="utf-8")
    asked = ["instrument", "new", str(tmp_path / "mine.csv"), "--name", "mine", "--title", "Mine", "--language", "en"]
    refused = command(*asked)
    assert refused.exit_code == 2
    assert (
        "The file does not say `--lowest` (the codes of the file suggest 1), "
        "`--highest` (the codes of the file suggest 3), `--score` and `--higher-means` of the scale." in refused.stderr
    )
    told = ["--lowest", "1", "--highest", "3", "--score", "mean", "--higher-means", "more"]
    result = command(*asked, "--items", "t1..t4", *told)
    written = project / "data" / "instruments" / "mine.yaml"
    assert result.stdout == f"{written}\n"
    scale = load_instrument("mine", folder=written.parent)
    assert [item.id for item in scale.items if item.reversed] == ["t4"]
    again = command(*asked, *told)
    assert again.exit_code == 2
    assert "data/instruments/mine.yaml exists already." in again.stderr
    written.unlink()


def test_questions_about_a_scale_say_what_is_meant_and_refuse_a_wrong_answer_at_once(project, tmp_path, monkeypatch):
    lines = [f"{a},{b},{a}" for a in range(1, 4) for b in range(1, 4)] * 6
    (tmp_path / "mine.csv").write_text("\n".join(["t1,t2,t3", *lines]), encoding="utf-8")
    monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda _: True, raising=False)
    answers = ["one", "", "0", "", "my scale", "asked", "Mine", "suomi", "fi", "total", "sum", "more"]
    with toys.inside(project):
        words = ["instrument", "new", str(tmp_path / "mine.csv"), "--option", "1", "never", "--option", "3", "often"]
        result = CliRunner().invoke(main, words, input="\n".join(answers) + "\n")
    assert result.exit_code == 0, result.output
    assert "Name of the instrument and of its file, e.g. stress (--name): my scale\nError: `--name` is 'my scale'" in (
        result.stdout
    )
    assert "Error: 'one' is no whole number. Write one, such as 1 or 5.\n" in result.stdout
    assert "Error: `--highest` is 0, not above `--lowest`, which is 1." in result.stdout
    assert result.stdout.index("no code of a language") < result.stdout.index("Rule of the score")
    assert "What a high score says, e.g. 'more symptoms' (--higher-means):" in result.stdout
    assert "with `--confirmed` once each column has been compared" in result.stderr  # t1 is no statement
    (project / "data" / "instruments" / "asked.yaml").unlink()


def _items_with_words(file: Path, *words: str) -> None:
    lines = [f"{a},{b},{a}" for a in range(1, 4) for b in range(1, 4)] * 3 + [
        ",".join([word] * 3) for word in words
    ] * 6
    file.write_text("\n".join(["t1,t2,t3", *lines]), encoding="utf-8")


def test_words_among_numbers_are_said_to_mean_no_answer(command, project, tmp_path):
    _items_with_words(tmp_path / "mine.csv", "Skipped", "keine Angabe")
    told = ["--lowest", "1", "--highest", "3", "--score", "sum", "--name", "skipped", "--title", "Mine"]
    told += ["--language", "en", "--higher-means", "more", "--no-answer", "skipped"]
    result = command("instrument", "new", str(tmp_path / "mine.csv"), "--items", "t1..t3", *told)
    assert result.exit_code == 0, result.stderr
    assert '`workbench set CODEBOOK \'missing=["keine Angabe", "skipped"]\'`' in result.stderr
    written = project / "data" / "instruments" / "skipped.yaml"
    assert '#   missing: ["skipped"]\n' in written.read_text(encoding="utf-8")
    assert [option.points for option in load_instrument("skipped", folder=written.parent).options] == [1, 2, 3]
    written.unlink()


def test_a_printed_list_of_no_answers_loses_none_of_those_that_the_draft_has(command, project, tmp_path):
    frame = pd.DataFrame({f"t{k}": [f"{1 + (row + k) % 3}" for row in range(60)] for k in (1, 2, 3)})
    frame.iloc[:6, 0] = "Skipped"
    frame.iloc[6:12] = "no answer"
    frame.to_csv(tmp_path / "mine.csv", index=False)
    told = ["--lowest", "1", "--highest", "3", "--score", "sum", "--name", "loses", "--title", "Mine"]
    told += ["--language", "en", "--higher-means", "more", "--no-answer", "Skipped"]
    result = command("instrument", "new", str(tmp_path / "mine.csv"), "--items", "t1..t3", *told)
    assert result.exit_code == 0, result.stderr
    printed = next(line for line in result.stderr.splitlines() if "set CODEBOOK" in line).split("`")[1]
    book = tmp_path / "book.yaml"
    drafted = command("codebook", str(tmp_path / "mine.csv"), "--instrument", "loses", "--output", str(book))
    assert drafted.exit_code == 0, drafted.stderr
    before = yaml.safe_load(book.read_text(encoding="utf-8")).get("missing")
    assert command(*shlex.split(printed.replace("CODEBOOK", str(book)))[1:]).exit_code == 0
    after = yaml.safe_load(book.read_text(encoding="utf-8"))["missing"]
    assert (before, after) == (["no answer"], ["no answer", "Skipped"])
    (project / "data" / "instruments" / "loses.yaml").unlink()


def test_an_option_outside_the_points_is_refused_before_the_rest_is_asked(command, project, tmp_path):
    _items_with_words(tmp_path / "mine.csv")
    told = ["--lowest", "1", "--highest", "3", "--score", "sum", "--name", "outside", "--title", "Mine"]
    told += ["--language", "en", "--higher-means", "more", "--option", "99", "no answer"]
    result = command("instrument", "new", str(tmp_path / "mine.csv"), "--items", "t1..t3", *told)
    assert result.exit_code == 2
    assert "The option 99 is outside the points 1 to 3." in result.stderr
    assert not (project / "data" / "instruments" / "outside.yaml").exists()


def test_words_among_numbers_are_asked_about_before_the_rest_is_typed(project, tmp_path, monkeypatch):
    _items_with_words(tmp_path / "mine.csv", "Skipped")
    monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda _: True, raising=False)
    words = ["instrument", "new", str(tmp_path / "mine.csv"), "--items", "t1..t3"]
    with toys.inside(project):
        refused = CliRunner().invoke(main, words, input="1\n3\nn\n")
        taken = CliRunner().invoke(main, words, input="1\n3\ny\nskips\nMine\nde\nsum\nmore\n")
    assert refused.exit_code == 2
    assert "Among the numbers of t1 stands 'Skipped'. Does it mean no answer" in refused.stdout
    assert "(--name)" not in refused.stdout
    assert taken.exit_code == 0, taken.output
    written = project / "data" / "instruments" / "skips.yaml"
    assert '#   missing: ["Skipped"]\n' in written.read_text(encoding="utf-8")
    written.unlink()


def test_an_ended_input_stops_a_question_with_one_sentence(project, tmp_path, monkeypatch):
    _items_with_words(tmp_path / "mine.csv")
    monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda _: True, raising=False)
    with toys.inside(project):
        result = CliRunner().invoke(main, ["instrument", "new", str(tmp_path / "mine.csv")], input="1\n")
    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1] == "The input ended at a question, so the command stopped."


def test_a_reader_that_has_gone_ends_a_command_quietly(project):
    command = f"{shlex.quote(sys.executable)} -m workbench.cli codebook data/toy.csv | true; echo ${{PIPESTATUS[0]}}"
    shown = subprocess.run(["bash", "-c", command], cwd=project, capture_output=True, text=True, check=True)
    assert (shown.stdout, shown.stderr) == ("141\n", "")


def test_words_that_are_steps_of_a_ladder_become_the_options_of_a_scale(command, project, tmp_path):
    lines = ["Often,Often,Hardly ever", "Hardly ever,Some of the time,Often"] * 9 + ["Some of the time,Often,Often"] * 9
    (tmp_path / "mine.csv").write_text("\n".join(["I lack company,I am left out,I am apart", *lines]), encoding="utf-8")
    told = ["--items", "I lack company,I am left out,I am apart", "--lowest", "1", "--highest", "3", "--score", "sum"]
    told += ["--name", "lonely", "--title", "Mine", "--language", "en", "--higher-means", "more"]
    result = command("instrument", "new", str(tmp_path / "mine.csv"), *told)
    assert result.exit_code == 0, result.stderr
    assert "--confirmed" not in result.stderr  # the headers are the statements
    assert (
        "Answers, from the fewest points to the most: 1 = Hardly ever, 2 = Some of the time, 3 = Often."
        in result.stderr
    )
    assert "Worded against the scale (suggested by their correlations: compare the wording): I am " in result.stderr
    assert "No answer, for all items: none." in result.stderr
    written = project / "data" / "instruments" / "lonely.yaml"
    scale = load_instrument("lonely", folder=written.parent)
    assert [option.label for option in scale.options] == ["Hardly ever", "Some of the time", "Often"]
    written.unlink()


def test_an_own_scale_without_labels_is_taken_only_where_it_is_named(command, project, tmp_path):
    toys.write_notebook(project / "notebooks", "01_shows", toys.TABLE)  # `check` foresees notebooks
    lines = [f"{a},{b},{a}" for a in range(3) for b in range(3)] * 6
    (tmp_path / "mine.csv").write_text("\n".join(["t1,t2,t3", *lines]), encoding="utf-8")
    file, facts = str(tmp_path / "mine.csv"), ["--lowest", "0", "--highest", "2", "--score", "sum"]
    facts += ["--name", "unlabelled", "--title", "Mine", "--language", "en", "--higher-means", "more"]
    facts += ["--reversed", "t2"]
    facts += [
        "--cutoff",
        "high",
        "at-or-above",
        "4",
        "high: much",
        "--option",
        "0",
        "never",
        "--statement",
        "t1",
        "A: b",
    ]
    drafted = command("instrument", "new", file, *facts)
    assert drafted.exit_code == 0
    assert "Worded against the scale (as named): t2." in drafted.stderr
    assert 'unlabelled.yaml short_name="…" question="…" instruction="…" permitted_use=\'["…"]\'' in drafted.stderr
    written = project / "data" / "instruments" / "unlabelled.yaml"
    scale = load_instrument("unlabelled", folder=written.parent)
    assert [item.statement for item in scale.items] == ["A: b", "t2", "t3"]
    assert [item.id for item in scale.items if item.reversed] == ["t2"]
    assert scale.options[0].label == "never"
    assert (scale.cutoffs["high"].at_or_above, scale.cutoffs["high"].label) == (4, "high: much")
    assert 'instrument: "?"' in command("codebook", file).stdout  # t2 and t3 are names, and no statements
    for items in ([], ["--items", "t1..t3"]):
        drafted = tmp_path / f"mine{len(items)}.yaml"
        result = command(
            "codebook", file, "--instrument", "unlabelled", "--confirmed", "--output", str(drafted), *items
        )
        assert result.exit_code == 0, result.stderr
        book = load_codebook(drafted)
        assert [book.items[item].column for item in scale.item_ids] == ["t1", "t2", "t3"]
        assert book.confirmed
    command("set", str(drafted), "title=Mine", "confirmed=true")
    said = command("check", file, str(drafted)).stdout
    unsaid = "Reports leave out what is not stated yet of the scale."
    assert f"{unsaid} Say it by `workbench set {written.relative_to(project)} question=" in said
    typed = ["question=Q", "instruction=I", "source=S", "copyright=C", 'permitted_use=["P"]']
    assert command("set", str(written), *typed).exit_code == 0
    assert unsaid not in command("check", file, str(drafted)).stdout
    written.unlink()


def test_site_prints_its_page_last_and_what_it_leaves_out(command, project, whole_run, failed_run):
    reports = whole_run.folder.parent
    result = command("site", str(reports), "--output", str(project / "site"), "--lang", "sv,en")
    assert result.exit_code == 0, result.output
    assert result.stdout == f"{project / 'site' / 'index.html'}\n"
    assert f"Left out, since it is not whole: {failed_run.folder.name} (failed)." in result.stderr
    page = (project / "site" / "index.html").read_text(encoding="utf-8")
    assert '<html lang="sv">' in page and f'href="../{reports.name}/{whole_run.folder.name}/index.html"' in page
    refused = command("site", str(reports), "--lang", "de")
    assert refused.exit_code == 2 and "`lang` names 'de'." in refused.stderr


def test_a_draft_without_groups_names_the_command_that_takes_one_and_no_set_mends_what_is_no_yaml(command, project):
    example.frame().assign(**{"1. town": [5, 92] * 30}).drop(columns=["sex"]).to_csv(
        project / "data" / "bare2.csv", index=False
    )
    shown = command("codebook", "data/bare2.csv", "--output", "data/bare2.yaml").stderr
    assert "The draft describes no background variable, so that a report would compare no groups." in shown
    (taken,) = re.findall(r"such as by `workbench set (.*)`\.$", shown, re.MULTILINE)
    assert command("set", *(word.replace("…", "Town") for word in shlex.split(taken))).exit_code == 0
    book = project / "data" / "bare2.yaml"
    book.write_text(book.read_text(encoding="utf-8").replace("title: ", "title: a: b"), encoding="utf-8")
    refused = command("check", "data/bare2.csv", "data/bare2.yaml").stderr
    assert "has a colon in it" in refused
    assert "workbench set" not in refused


def test_items_in_codes_without_a_series_are_named_and_so_are_the_columns_of_a_sheet(command, project):
    frame = pd.DataFrame({name: [0, 1, 2, 3, 4, 5, 6] * 8 for name in ("I am well", "I sleep", "I like it, much")})
    with pd.ExcelWriter(project / "data" / "own.xlsx") as book:
        frame.to_excel(book, sheet_name="Answers", index=False)
        pd.DataFrame({"what": ["a"] * 3, "why": ["b"] * 3}).to_excel(book, sheet_name="Codes", index=False)
    said = command("instrument", "new", "data/own.xlsx", "--sheet", "Answers", "--name", "own").stderr
    assert "these have the same answers: `--items 'I am well,I sleep,\"I like it, much\"'`." in said
    said = command("instrument", "new", "data/own.xlsx", "--sheet", "Codes", "--name", "own").stderr
    assert "or another sheet by `--sheet`; sheet `Codes` has `what`, `why`." in said
