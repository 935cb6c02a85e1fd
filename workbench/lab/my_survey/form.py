"""The form: takes what a page has sent, and says what the next page shows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from workbench.errors import DataError, ParameterError, WorkbenchError
from workbench.intake import columns_in_codes, columns_in_words, item_series
from workbench.intake.codebook import FileOverview, equal_scales, file_overview, options_in_words, same_words
from workbench.intake.files import sheet_names
from workbench.lab.my_survey.background_fields import chosen_background
from workbench.lab.my_survey.drafts import Draft, Drafts
from workbench.lab.my_survey.faults import STEPS, Fault, change_in_words, fault_of, keys_of
from workbench.lab.my_survey.fields import OPEN, Fields
from workbench.lab.my_survey.findings import Findings, findings_of
from workbench.lab.my_survey.first_wordings import in_first_wording, with_all_wordings
from workbench.lab.my_survey.further_fields import check_weights, chosen_parameters, chosen_questions, chosen_sample
from workbench.lab.my_survey.item_fields import (
    NO_ANSWER,
    check_columns,
    chosen_items,
    known_scale,
    known_scales,
    words_of,
)
from workbench.lab.my_survey.own_scale import FACTS, answers, check_scale, completed_scale, new_scale, with_scale
from workbench.lab.my_survey.shown import (
    column_choices,
    further_columns,
    item_rows,
    open_choice,
    unread_numbers,
    variables,
    year_and_areas,
)
from workbench.lab.my_survey.starting import MOST_PROPOSED, new_draft
from workbench.lab.my_survey.writing import check_files, files_of, is_written, part_of, write_files
from workbench.reports.notebooks import load_notebook
from workbench.wording import heard, say, translated

OWN = "own"  # in place of the name of an instrument: a scale of one's own


class Form:
    """The survey that is being described in a project; one at a time."""

    def __init__(self, project: Path) -> None:
        self.project = project
        self.drafts = Drafts(project)
        self.undone = ""  # what the last undo took back
        self._seen: tuple[tuple[object, ...], FileOverview] | None = None

    def begin(self, *, survey: str, codebook: str | None, sheet: str | None = None) -> None:
        """Take a survey file of the project, or a sheet of it, alone or with a codebook.

        Raises
        ------
        ParameterError
            No file is named.
        """
        if not survey:
            raise ParameterError(say("No survey file is chosen. Choose one, or bring one from your computer."))
        self.drafts.keep(new_draft(self.project, survey=survey, codebook=codebook, sheet=sheet))

    def take(self, step: str, fields: Fields) -> None:
        """Keep what the page of a step has sent."""
        draft = in_first_wording(self.draft())
        overview, content = self.overview(draft), draft.content
        match step:
            case "items":
                draft = self._items(draft, fields, overview)
            case "background":
                draft = replace(draft, content=chosen_background(content, fields, overview))
            case "sample":
                draft = replace(draft, content=chosen_sample(content, fields, overview))
            case "questions":
                content, parameters = chosen_questions(content, fields), chosen_parameters(fields)
                draft = replace(draft, content=content, parameters=parameters)
        self._keep(draft)

    def undo(self) -> None:
        """Take back the last change of the survey, and keep in words which it was."""
        undone, before = self.drafts.undo()
        self.undone = change_in_words(in_first_wording(undone), before and in_first_wording(before))

    def draft(self) -> Draft:
        """Return the draft.

        Raises
        ------
        ParameterError
            No file was chosen yet.
        """
        draft = self.drafts.current()
        if draft is None:
            raise ParameterError(say("No survey file is chosen yet. Choose one in the first step."))
        return draft

    def write(self) -> None:
        """Write codebook and scale."""
        check_scale(self.draft().scale)
        check_columns(self.draft())
        self.drafts.keep(write_files(self.project, self.draft()))

    def fault(self, step: str | None = None, *, with_data: bool = False) -> Fault | None:
        """Say what keeps the draft from being a codebook, or the survey from being read by it; None if nothing does.

        Of one step it is found also where another step is not filled in yet.
        """
        draft = self.draft()
        try:
            if step in (None, "items"):
                check_scale(draft.scale)
                check_columns(draft)
            if step in (None, "sample"):
                check_weights(draft.content, self.overview(draft))
            check_files(draft if step is None else part_of(draft, keys_of(step)))
            if with_data and is_written(self.project, draft):
                findings_of(self.project, draft)
        except WorkbenchError as error:
            return fault_of(str(error), in_first_wording(draft))
        return None

    def overview(self, draft: Draft) -> FileOverview:
        """Describe the file, which is read again only when it has changed."""
        path, sheet = self.project / draft.survey, draft.content.get("sheet")
        mark = (path, sheet, path.stat().st_mtime_ns, path.stat().st_size) if path.is_file() else (path,)
        if self._seen is None or self._seen[0] != mark:
            self._seen = (mark, file_overview(path, sheet=sheet))
        return self._seen[1]

    def sheets(self, survey: str) -> tuple[str, ...]:
        """Return the sheets of a workbook of the project to choose from; none where there is no choice."""
        try:
            names = sheet_names(self.project / survey) if survey else ()
        except DataError:
            return ()
        return names if len(names) > 1 else ()

    def findings(self) -> Findings | None:
        """Read the survey and say what would be published; None before the files are written."""
        draft = self.draft()
        return findings_of(self.project, draft) if is_written(self.project, draft) else None

    def shown(self, step: str) -> dict[str, Any]:
        """Return what the template of a step needs."""
        whole = self.drafts.current()
        if whole is None:
            return {"draft": None}
        draft, overview = in_first_wording(whole), self.overview(whole)
        shown: dict[str, Any] = {"draft": draft, "content": draft.content, "overview": overview}
        match step:
            case "items":
                shown |= self._items_shown(draft, overview)
            case "background":
                shown["variables"] = variables(draft, overview)
                shown["further"] = further_columns(draft, overview)
                shown["unread"] = unread_numbers(draft, overview)
                shown |= {"most": MOST_PROPOSED, **year_and_areas(draft, overview)}
            case "sample":
                shown |= {"columns": column_choices(overview), "open_choice": open_choice}
            case "questions":
                shown["cutoffs"] = self._cutoffs(draft)
            case "check" | "run":
                shown |= {"files": files_of(whole), "is_written": is_written(self.project, whole)}
        return shown

    def _keep(self, draft: Draft) -> None:
        """Keep what was changed in the first wording of each text, with the others."""
        self.drafts.keep(with_all_wordings(draft, self.draft()))

    def _items(self, draft: Draft, fields: Fields, overview: FileOverview) -> Draft:
        name = fields.text("instrument")
        if fields.text("wanted") == "scale" and (draft.scale if name == OWN else self._has(draft, name)):
            return draft
        if name != OWN:
            return replace(draft, scale={}, content=chosen_items(draft.content, fields, overview))
        if "content" not in draft.scale:
            draft = replace(draft, scale=answers(fields), content=draft.content | {"instrument": OPEN, "items": {}})
            if fields.text("wanted") != "draft":
                return draft
            self._keep(draft)  # the answers stay, also if they make no scale yet
            scale = new_scale(self.project / draft.survey, draft.scale, sheet=draft.content.get("sheet"))
        elif fields.text("wanted") == "anew":
            scale = {key: value for key, value in draft.scale.items() if key != "content"}
            return replace(draft, scale=scale, content=draft.content | {"instrument": OPEN, "items": {}})
        else:
            scale = completed_scale(draft.scale, fields)
        return replace(draft, scale=scale, content=with_scale(draft.content, scale, overview, fields))

    def _likely_items(self, draft: Draft) -> dict[str, Any]:
        """Columns that may be the items of a scale: by name and number, by words, and by codes alone."""
        path, sheet = self.project / draft.survey, draft.content.get("sheet")
        series, alike = item_series(path, sheet=sheet), columns_in_words(path, sheet=sheet)
        named = {column for one in series for column in one.columns} | {column for one in alike for column in one}
        coded = [] if series else [one for one in columns_in_codes(path, sheet=sheet) if not named & set(one)]
        return {"series": series, "alike": alike, "coded": coded}

    @staticmethod
    def _has(draft: Draft, instrument: str) -> bool:
        return not draft.scale and draft.content.get("instrument") == instrument

    @staticmethod
    def _cutoffs(draft: Draft) -> dict[str, Any]:
        scale = None if draft.scale else known_scale(draft.content)
        own = (draft.scale.get("content") or {}).get("cutoffs") or {}
        return {**(scale.cutoffs if scale else own), **(draft.content.get("cutoffs") or {})}

    def _items_shown(self, draft: Draft, overview: FileOverview) -> dict[str, Any]:
        scales, unreadable = known_scales()
        try:
            scale = None if draft.scale else known_scale(draft.content)
        except DataError as error:  # it is named, and another one may be chosen here
            scale, unreadable = None, [*unreadable, heard(str(error))]
        wanted = bool(draft.scale) and "content" not in draft.scale
        own = draft.scale.get("content") or {}
        equal = [] if scale or draft.scale else [one.instrument.name for one in equal_scales(overview.words)]
        options = [(option.points, option.label) for option in scale.options] if scale else []
        options = options or [(option["points"], option["label"]) for option in own.get("options", ())]
        plain = options_in_words(scale) if scale else {same_words(str(label)): points for points, label in options}
        has_cutoff = bool(scale and scale.cutoffs) or bool(draft.content.get("cutoffs"))
        return {
            "scales": scales,
            "unreadable": list(dict.fromkeys(unreadable)),
            "scale": scale,
            "equal": equal,
            "items": item_rows(draft, scale, overview) if scale else [],
            **(self._likely_items(draft) if wanted else {"series": (), "alike": [], "coded": []}),
            "columns": column_choices(overview),
            "words": words_of(draft.content, plain, overview) if options else [],
            "meanings": [
                *((str(points), f"{points}: {label}") for points, label in options),
                (NO_ANSWER, say("no answer")),
            ],
            "facts": dict.fromkeys(FACTS, "") | draft.scale.get("facts", {}),
            "without_cutoff": () if has_cutoff else pages_on_cutoff(self.project),
        }


def pages_on_cutoff(project: Path) -> tuple[str, ...]:
    """Return the titles of the pages that are not made for a scale without a cut-off."""
    notebooks = [load_notebook(path, position=1) for path in sorted((project / "notebooks").glob("[0-9][0-9]_*.ipynb"))]
    return tuple(translated(notebook.title) for notebook in notebooks if "cutoff" in notebook.requires)


def next_step(step: str) -> str:
    """Return the step after this one."""
    names = list(STEPS)
    return names[min(names.index(step) + 1, len(names) - 1)]
