"""Items of a drafted codebook: columns by the wording of their statements, codes by their labels and words."""

from __future__ import annotations

import shlex

from workbench.instruments import Instrument, Item
from workbench.intake.codebook.draft.column_roles import LabelledCodes, labelled_codes, means_no_answer
from workbench.intake.codebook.draft.yaml_lines import OPEN, one_line, proposed, prose, scalar, with_remark
from workbench.intake.codebook.item_matching import ItemMatch, code_rule, options_in_words, rule_of_pairs
from workbench.intake.codebook.option_texts import numbers_beside_options, option_of_text
from workbench.intake.files import Code, FileContent
from workbench.intake.project import OWN_INSTRUMENTS

_Rule = tuple[bool, int] | None


def item_lines(content: FileContent, match: ItemMatch, file: str) -> list[str]:
    """Name the scale and the column of each item, or say why no scale is proposed; name scales that are not valid.

    `file` is the survey file as a command names it.
    """
    passed_over = [
        prose(f"{OWN_INSTRUMENTS}/{file} is not valid and was passed over; `--instrument` with its name tells why.")
        for file in match.passed_over
    ]
    if not match.may_be_proposed:
        return [*passed_over, *_no_items(content, match)]
    return [*passed_over, *(_choice(match, file) if match.equal else _items(content, match))]


def _choice(match: ItemMatch, file: str) -> list[str]:
    """Leave to a person which of several scales is meant, of whose statements the file has as many."""
    n, k = len(match.columns), len(match.instrument.items)
    names = [one.name for one in (match, *match.equal)]
    return [
        prose(f"Of each of these scales {'all' if n == k else 'as large a part of the'} statements were found: "),
        prose(f"{', '.join(names)}. Say which one is meant, and the draft names the column of each of its items:"),
        prose(f"  workbench codebook {shlex.quote(file)} --instrument {names[0]} --output CODEBOOK"),
        with_remark(f"instrument: {OPEN}", f"one of {', '.join(names)}"),
        "items: {}",
    ]


def _items(content: FileContent, match: ItemMatch) -> list[str]:
    scale, official = match.instrument, options_in_words(match.instrument)
    drafts = {item: _Item(content, column, scale, official) for item, column in match.columns.items()}
    of_items = [set(draft.missing) for draft in drafts.values()]
    said = {code for code in set.union(*of_items) if isinstance(code, str) and means_no_answer(code)}
    shared = sorted(set.intersection(*of_items) | said, key=str)  # a word means the same in items where it is rare
    asked = set.intersection(*(set(draft.undecided) for draft in drafts.values()))
    remarks = [draft.remarks for draft in drafts.values()]
    for_all = [remark for remark in remarks[0] if all(remark in others for others in remarks)]
    found = f"{len(match.columns) - len(match.by_hand)} of {len(scale.items)} statements found by their wording"
    lines = [with_remark(f"instrument: {match.name}", found), "items:"]
    lines += [prose(f"all: {remark}", 2) for remark in for_all]
    for item in scale.items:
        if item.id not in drafts:
            lines += _open_item(content, match, item)
            continue
        draft = drafts[item.id]
        own = "; ".join([*(one for one in draft.remarks if one not in for_all), *draft.taken_for_none(shared)])
        lines.append(with_remark(f"  {item.id}: {{{drafts[item.id].entry(without=shared, asked=asked)}}}", own))
    if shared or asked:
        lines.append(f"missing: {_with_open(shared, bool(asked))}  # codes of all items that mean no answer")
    texts = {code: None for draft in drafts.values() for code in draft.other_texts}
    if texts:
        entry = ", ".join(f"{scalar(text)}: {OPEN}" for text in texts)
        lines.append(
            proposed(f"text: {{{entry}}}  # the code of each text that is no option; no answer: under missing")
        )
    return lines


def _no_items(content: FileContent, match: ItemMatch) -> list[str]:
    lines = [
        prose("No scale is proposed: no instrument has half of its statements, word for word, in labels or column"),
        prose("names of this file. If the file holds one, name it and the column of each item, compare each statement"),
        prose("with the questionnaire, and say so by `confirmed: true`. For a scale of your own, draft its file with"),
        prose("`workbench instrument new FILE` and name it as instrument."),
        f"instrument: {OPEN}",
        "items: {}",
        proposed("confirmed: true  # once the columns have been compared with the statements"),
    ]
    near = [item for item in match.instrument.items if item.id in match.near or item.id in match.columns]
    if near:
        lines.append(prose(f"Like statements of {match.name}:"))
    like = [line.strip(" #") for item in near for line in _open_item(content, match, item)]
    return lines + [prose(line) for line in like]


def _open_item(content: FileContent, match: ItemMatch, item: Item) -> list[str]:
    """Comment on an item without a column: which columns come near, and what they say."""
    if item.id in match.columns:
        return [proposed(with_remark(f"{item.id}: {scalar(match.columns[item.id])}", f"found: {item.statement}"), 2)]
    columns = match.near.get(item.id, [])
    if not columns:
        return [proposed(with_remark(f"{item.id}: {OPEN}", f"not found: {item.statement}"), 2)]
    first = with_remark(f"{item.id}: {scalar(columns[0])}", f"near, not taken{_says(content, columns[0])}")
    lines = [proposed(first, 2), prose(f"the statement of {item.id} is: {item.statement}", 2)]
    return lines + [prose(f"near too: {scalar(column)}{_says(content, column)}", 2) for column in columns[1:]]


def _says(content: FileContent, column: str) -> str:
    label = content.labels.get(column, "")
    return f", which says: {label}" if label else ""


class _Item:
    """What the file says of one item: how its codes become points, which mean no answer, what is to be checked."""

    def __init__(self, content: FileContent, column: str, scale: Instrument, official: dict[str, int]) -> None:
        self.column = column
        codes = labelled_codes(content, column)
        labels = content.value_labels.get(column, {})
        texts = [code for code in codes.unlabelled if isinstance(code, str)] if codes else []
        self.in_words = [text for text in texts if option_of_text(text, official)]
        self.other_texts = [text for text in texts if text not in self.in_words]
        self.rule: _Rule = code_rule(labels, scale)
        if self.in_words:
            self.rule = rule_of_pairs(numbers_beside_options(self.in_words, official), scale)
        options = [points - (self.rule[1] if self.rule else 0) for points in scale.points]
        self.missing = [code for code in codes.missing if code not in options] if codes else []
        self.undecided = {code: text for code, text in codes.labels.items() if code not in options} if codes else {}
        self.remarks = [*self._direction(bool(labels)), *_oddities(content, column, codes, scale)]
        if self.undecided:
            self.remarks.append(_question(self.undecided))

    def entry(self, *, without: list[Code], asked: set[Code]) -> str:
        """Write the keys of the item in one line."""
        turned, shift = self.rule or (False, 0)
        own = [code for code in self.missing if code not in without]
        ask = any(code not in asked for code in self.undecided)
        parts = [f"column: {scalar(self.column)}"]
        parts += ["reversed: true"] if turned else []
        parts += [f"shift: {shift}"] if shift else []
        parts += [f"missing: {_with_open(own, ask)}"] if own or ask else []
        return ", ".join(parts)

    def taken_for_none(self, shared: list[Code]) -> list[str]:
        """Say which codes besides the shared ones are taken for no answer."""
        own = [one_line(str(code)) for code in self.missing if code not in shared]
        return [f"taken for no answer: {', '.join(own)}"] if own else []

    def _direction(self, labelled: bool) -> list[str]:
        if self.in_words:
            turned = ["the words beside the codes show that these run backwards"] if self.rule and self.rule[0] else []
            return [*turned, "the answers are the official options in words"]
        if self.rule and self.rule[0]:
            return ["the value labels show that the codes run backwards"]
        if self.rule is None:
            return ["value labels are not the official options: check direction" if labelled else "no value labels"]
        return []


def _with_open(codes: list[Code], is_open: bool) -> str:
    """Write codes that mean no answer, with a place to be filled in where a person has to decide about more."""
    return f"[{', '.join([*map(scalar, codes), *([OPEN] if is_open else [])])}]"


def _question(undecided: dict[Code, str]) -> str:
    """Ask about codes that have a label and are no option: the file says neither that they are answers nor that not."""
    named = ", ".join(f"{code} ({one_line(text)})" for code, text in undecided.items())
    return (
        f"labelled in the file and no option of the scale: {named}; if this means no answer, write the code in place "
        "of the ?, else the points of the scale are wrong"
    )


def _oddities(content: FileContent, column: str, codes: LabelledCodes | None, scale: Instrument) -> list[str]:
    ranges = [f"{low:g} to {high:g}" for low, high in content.user_missing.get(column, ()) if low != high]
    remarks = [f"the file itself declares {', '.join(ranges)} missing: no need to list these codes"] if ranges else []
    if codes is None:
        return [*remarks, "too many distinct values for an item"]
    odd = [code for code in codes.unlabelled if not isinstance(code, str) and code not in scale.points]
    if odd:
        remarks.append(f"codes without a label: {', '.join(map(one_line, map(str, odd)))}; add to missing or correct")
    return remarks
