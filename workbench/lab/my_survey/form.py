"""The form: takes what a page has sent, and says what the next page shows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from workbench.errors import ParameterError, WorkbenchError
from workbench.instruments import Instrument, load_instrument
from workbench.intake import item_series
from workbench.intake.codebook import FileOverview, file_overview
from workbench.intake.project import known_instruments
from workbench.lab.my_survey.background_fields import chosen_background
from workbench.lab.my_survey.drafts import Draft, Drafts
from workbench.lab.my_survey.faults import STEPS, Fault, fault_of
from workbench.lab.my_survey.fields import Fields
from workbench.lab.my_survey.findings import Findings, findings_of
from workbench.lab.my_survey.further_fields import chosen_parameters, chosen_questions, chosen_sample
from workbench.lab.my_survey.item_fields import chosen_items, known_scale
from workbench.lab.my_survey.own_scale import FACTS, answers, completed_scale, new_scale, with_scale
from workbench.lab.my_survey.shown import column_choices, item_rows, used_columns, variables
from workbench.lab.my_survey.starting import OPEN, new_draft
from workbench.lab.my_survey.writing import check_files, files_of, is_written, write_files

OWN = "own"  # in place of the name of an instrument: a scale of one's own


class Form:
    """The survey that is being described in a project; one at a time."""

    def __init__(self, project: Path) -> None:
        self.project = project
        self.drafts = Drafts(project)
        self._seen: tuple[tuple[object, ...], FileOverview] | None = None

    def begin(self, *, survey: str, codebook: str | None) -> None:
        """Take a survey file of the project, alone or with a codebook.

        Raises
        ------
        ParameterError
            No file is named.
        """
        if not survey:
            raise ParameterError("No survey file is chosen. Choose one, or bring one from your computer.")
        self.drafts.keep(new_draft(self.project, survey=survey, codebook=codebook))

    def take(self, step: str, fields: Fields) -> None:
        """Keep what the page of a step has sent."""
        draft = self.draft()
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
        self.drafts.keep(draft)

    def draft(self) -> Draft:
        """Return the draft.

        Raises
        ------
        ParameterError
            No file was chosen yet.
        """
        draft = self.drafts.current()
        if draft is None:
            raise ParameterError("No survey file is chosen yet. Choose one in the first step.")
        return draft

    def write(self) -> None:
        """Write codebook and scale."""
        self.drafts.keep(write_files(self.project, self.draft()))

    def fault(self, *, with_data: bool = False) -> Fault | None:
        """Say what keeps the draft from being a codebook, or the survey from being read by it; None if nothing does."""
        draft = self.draft()
        try:
            check_files(draft)
            if with_data and is_written(self.project, draft):
                findings_of(self.project, draft)
        except WorkbenchError as error:
            return fault_of(str(error), draft)
        return None

    def overview(self, draft: Draft) -> FileOverview:
        """Describe the file, which is read again only when it has changed."""
        path = self.project / draft.survey
        mark = (path, path.stat().st_mtime_ns, path.stat().st_size) if path.is_file() else (path,)
        if self._seen is None or self._seen[0] != mark:
            self._seen = (mark, file_overview(path))
        return self._seen[1]

    def findings(self) -> Findings | None:
        """Read the survey and say what would be published; None before the files are written."""
        draft = self.draft()
        return findings_of(self.project, draft) if is_written(self.project, draft) else None

    def shown(self, step: str) -> dict[str, Any]:
        """Return what the template of a step needs."""
        draft = self.drafts.current()
        if draft is None:
            return {"draft": None}
        overview = self.overview(draft)
        shown: dict[str, Any] = {"draft": draft, "content": draft.content, "overview": overview}
        match step:
            case "items":
                shown |= self._items_shown(draft, overview)
            case "background":
                shown["variables"] = variables(draft, overview)
                shown["further"] = column_choices(overview, without=used_columns(draft))
            case "sample":
                shown["columns"] = column_choices(overview)
            case "questions":
                scale = self._scale(draft)
                shown["cutoffs"] = {**(scale.cutoffs if scale else {}), **(draft.content.get("cutoffs") or {})}
            case "check" | "run":
                shown |= {"files": files_of(draft), "is_written": is_written(self.project, draft)}
        return shown

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
            self.drafts.keep(draft)  # the answers stay, also if they make no scale yet
            scale = new_scale(self.project / draft.survey, draft.scale)
        elif fields.text("wanted") == "anew":
            scale = {key: value for key, value in draft.scale.items() if key != "content"}
            return replace(draft, scale=scale, content=draft.content | {"instrument": OPEN, "items": {}})
        else:
            scale = completed_scale(draft.scale, fields)
        return replace(draft, scale=scale, content=with_scale(draft.content, scale, overview, fields))

    @staticmethod
    def _has(draft: Draft, instrument: str) -> bool:
        return not draft.scale and draft.content.get("instrument") == instrument

    def _scale(self, draft: Draft) -> Instrument | None:
        if "content" in draft.scale:
            return Instrument.model_validate(draft.scale["content"])
        return known_scale(draft.content)

    def _items_shown(self, draft: Draft, overview: FileOverview) -> dict[str, Any]:
        scales = [load_instrument(path.stem, folder=path.parent) for path in known_instruments()]
        scale = None if draft.scale else known_scale(draft.content)
        wanted = bool(draft.scale) and "content" not in draft.scale
        return {
            "scales": scales,
            "scale": scale,
            "items": item_rows(draft, scale, overview) if scale else [],
            "series": item_series(self.project / draft.survey) if wanted else (),
            "columns": column_choices(overview),
            "facts": dict.fromkeys(FACTS, "") | draft.scale.get("facts", {}),
        }


def next_step(step: str) -> str:
    """Return the step after this one."""
    names = list(STEPS)
    return names[min(names.index(step) + 1, len(names) - 1)]
