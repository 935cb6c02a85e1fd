"""Pictures: where a point, a bar or an interval stands, read off the scale of its axis to a millionth of its length."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from xml.etree import ElementTree as Xml

import numpy as np
import pandas as pd

_SVG, _LINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}href"
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
_PLACE = re.compile(rf"({_NUMBER.pattern}) ({_NUMBER.pattern})")
# Positions are written to 1e-6 of some 100 to 300 points; ticks have the same error, which what lies apart multiplies.
_READABLE = 1e-5
_BORDER = 1e-4
_FILL = re.compile(r"fill: (#[0-9a-f]{6})")


@dataclass(frozen=True, kw_only=True)
class Scale:
    """An axis: value, or its logarithm if `logarithmic`, = `start` + `slope` × position."""

    start: float
    slope: float
    logarithmic: bool

    def value(self, position: float) -> float:
        """Value at a position in the picture."""
        found = self.start + self.slope * position
        return float(np.exp(found)) if self.logarithmic else found


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A point, or the end of a line or bar: its kind, panel, axis and value, and how exactly the value is read."""

    kind: str
    panel: str
    axis: str
    value: float
    error: float


def marks(svg: str) -> list[Mark]:
    """Values of everything that is drawn beside axes with numbers, ticks and letters left out."""
    return [mark for panel in _panels(svg) for mark in _of_panel(panel)]


def _panels(svg: str) -> list[Xml.Element]:
    root = Xml.fromstring(svg, parser=Xml.XMLParser(target=Xml.TreeBuilder(insert_comments=True)))
    return [g for g in root.iter(f"{_SVG}g") if g.get("id", "").startswith("axes_")]


def _of_panel(panel: Xml.Element) -> Iterator[Mark]:
    scales = {}
    for axis, name in enumerate("xy"):
        group = next((g for g in panel if g.get("id", "").startswith("matplotlib.axis_") and _is(g, name)), None)
        if group is not None and (scale := _scale(group, axis)):
            scales[name] = scale
    drawn = [(g.get("id", "").rstrip("0123456789").rstrip("_"), g) for g in panel if isinstance(g.tag, str)]
    ground = np.array(list(_places(drawn[0][1])))
    for kind, group in drawn[1:]:
        places = list(dict.fromkeys(_places(group)))
        if kind in ("matplotlib.axis", "text", "legend") or (kind == "patch" and len(places) == 2):
            continue  # a patch of two corners is the line beside an axis
        for place, (name, scale) in product(places, scales.items()):
            at = place["xy".index(name)]
            if np.abs(ground[:, "xy".index(name)] - at).min() < _BORDER:
                continue  # a line across the whole panel
            value = scale.value(at)
            reach = abs(scale.slope) * _READABLE * (abs(value) if scale.logarithmic else 1)
            yield Mark(kind=kind, panel=panel.get("id", ""), axis=name, value=value, error=reach)


def _is(group: Xml.Element, name: str) -> bool:
    return any(g.get("id", "").startswith(f"{name}tick_") for g in group)


def _scale(axis: Xml.Element, place: int) -> Scale | None:
    """Line through the labelled ticks; None where they name groups and not numbers."""
    ticks = []
    for tick in (g for g in axis if "tick_" in g.get("id", "")):
        label = next((c.text.strip() for c in tick.iter(Xml.Comment) if c.text), "").replace("\N{MINUS SIGN}", "-")
        marks = [(float(u.get("x", "nan")), float(u.get("y", "nan"))) for u in tick.iter(f"{_SVG}use") if u.get("x")]
        lines = [spot for path in tick.iter(f"{_SVG}path") for spot in _spots(path.get("d", ""))]
        if _NUMBER.fullmatch(label) and (marks or lines):
            ticks.append(((marks or lines)[0][place], float(label)))
    if len(ticks) < 2:
        return None
    at, value = np.array(ticks).T
    best = None
    for logarithmic in (False, True):
        if logarithmic and (value <= 0).any():
            continue
        read = np.log(value) if logarithmic else value
        slope, start = np.polyfit(at, read, 1)
        miss = float(np.abs(start + slope * at - read).max() / np.ptp(read))
        if best is None or miss < best[0]:
            best = miss, Scale(start=float(start), slope=float(slope), logarithmic=logarithmic)
    return best[1] if best else None


def _places(drawn: Xml.Element) -> Iterator[tuple[float, float]]:
    """Corners of lines, bars and areas, and middles of points."""
    shapes = {p.get("id", ""): p for d in drawn.iter(f"{_SVG}defs") for p in d}
    for use in drawn.iter(f"{_SVG}use"):
        x, y = float(use.get("x", "nan")), float(use.get("y", "nan"))
        area = shapes.get(use.get(_LINK, "#")[1:]) if "PolyCollection" in drawn.get("id", "") else None
        yield from [(x, y)] if area is None else [(x + a, y + b) for a, b in _spots(area.get("d", ""))]
    for path in drawn.iter(f"{_SVG}path"):
        if path.get("id") is None:
            yield from _spots(path.get("d", ""))


def _spots(d: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in _PLACE.findall(d)]


def colours(svg: str) -> list[str]:
    """Colour of each cell of the maps, in the order of rows; blank cells have none."""
    root = Xml.fromstring(svg)
    maps = (g for g in root.iter(f"{_SVG}g") if g.get("id", "").startswith("QuadMesh_"))
    return [found[1] for g in maps for p in g.iter() if (found := _FILL.search(p.get("style", "")))]


def bars(svg: str) -> np.ndarray:
    """Width of each bar that lies, on the scale of the axis below."""
    widths = []
    for panel in _panels(svg):
        axis = next(g for g in panel if g.get("id", "").startswith("matplotlib.axis_") and _is(g, "x"))
        scale = _scale(axis, 0)
        corners = [list(_places(g)) for g in panel if g.get("id", "").startswith("patch_")]
        ends = [np.ptp([x for x, _ in spots]) for spots in corners[1:] if len(spots) > 2]
        widths += [abs(scale.slope) * end for end in ends] if scale else []
    return np.array(widths)


def beyond(
    found: Iterable[Mark], tables: Mapping[str, pd.DataFrame], *, fixed: Iterable[float] = (0.0, 1.0)
) -> list[Mark]:
    """Marks that stand at no published number, nor at one set by the scale, but tell something more exactly."""
    known = np.concatenate([numbers_of(tables), list(fixed)])
    return [mark for mark in found if np.abs(known - mark.value).min() > mark.error]


def numbers_of(tables: Mapping[str, pd.DataFrame]) -> np.ndarray:
    """All numbers of some tables, as they are and in per cent."""
    known = np.concatenate([frame.select_dtypes("number").to_numpy(float).ravel() for frame in tables.values()])
    known = np.unique(known[np.isfinite(known)])
    return np.concatenate([known, 100 * known])
