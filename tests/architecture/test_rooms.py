"""The house: who may call whom inside a layer, faces of folders, size of rooms, tests that mirror the package."""

import ast
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted((ROOT / "workbench").rglob("*.py"))
}
MOST_MODULES = 15
# Rooms whose every module has a test file of its own: a picture or a table is seen by its reader, one by one.
SHOWN = ("workbench.tables", "workbench.plots")
TESTED_BY_WHOLE_RUNS = ("workbench.cli",)  # tests/reports/test_command_line.py
MOST_ROOMS = {"population": 6, "psychometrics": 11, "numerics": 12, "intake": 11, "reports": 9}


def is_folder(module: str) -> bool:
    return MODULES[module].name == "__init__.py"


def folder_of(module: str) -> str:
    return module if is_folder(module) else module.rpartition(".")[0]


def imports_of(module: str):
    """Yield the module and the name of each import from the workbench, wherever it stands in the file."""
    for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("workbench"):
            for alias in node.names:
                yield node.module, alias.name
        elif isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names if alias.name.startswith("workbench."))


def face_of(folder: str) -> list[str]:
    for node in ast.parse(MODULES[folder].read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__":
            return ast.literal_eval(node.value)
    return []


def test_a_folder_is_entered_by_its_face():
    """From outside only names that `__init__` lists; folders inside a folder may look into it."""
    wrong = []
    for module in MODULES:
        for source, name in imports_of(module):
            room = folder_of(source)
            inside = f"{folder_of(module)}.".startswith(f"{room}.")
            if room == "workbench" or inside:
                continue
            if source != room or name not in face_of(room):
                wrong.append(f"{module} takes {name} from {source}; list it in {room}.__init__ or do without")
    assert not wrong, "\n".join(wrong)


def test_no_two_folders_import_each_other_even_by_way_of_others():
    arrows = defaultdict(set)
    for module in MODULES:
        if not is_folder(module):
            arrows[folder_of(module)] |= {folder_of(source) for source, _ in imports_of(module)} - {folder_of(module)}

    def reached(folder: str) -> set[str]:
        found, waiting = set(), [folder]
        while waiting:
            for target in arrows[waiting.pop()] - found:
                found.add(target)
                waiting.append(target)
        return found

    circles = [folder for folder in list(arrows) if folder != "workbench" and folder in reached(folder)]
    assert not circles, f"These folders reach themselves: {circles}"


@pytest.mark.parametrize("folder", sorted({folder_of(module) for module in MODULES}))
def test_a_folder_stays_readable(folder):
    modules = [m for m in MODULES if not is_folder(m) and folder_of(m) == folder]
    assert len(modules) <= MOST_MODULES, f"{folder} has {len(modules)} modules. Which of them are a chapter?"
    rooms = [m for m in MODULES if is_folder(m) and m.rpartition(".")[0] == folder]
    assert len(rooms) <= MOST_ROOMS.get(folder.removeprefix("workbench."), MOST_MODULES)


def test_tests_mirror_the_package():
    wrong = []
    for path in sorted((ROOT / "tests" / "unit").rglob("test_*.py")):
        place = path.relative_to(ROOT / "tests" / "unit")
        tested = ".".join(("workbench", *place.parent.parts, place.stem.removeprefix("test_")))
        if tested not in MODULES:
            wrong.append(f"tests/unit/{place} tests {tested}, which does not exist")
    assert not wrong, "\n".join(wrong)


def rooms_tested() -> dict[str, set[str]]:
    """Modules with a test file of their own, by room."""
    tested = defaultdict(set)
    for path in (ROOT / "tests" / "unit").rglob("test_*.py"):
        place = path.relative_to(ROOT / "tests" / "unit")
        tested[".".join(("workbench", *place.parent.parts))].add(place.stem.removeprefix("test_"))
    return tested


def test_every_room_has_its_tests():
    rooms = {folder_of(m) for m in MODULES if not is_folder(m)} - {"workbench", *TESTED_BY_WHOLE_RUNS}
    rooms -= {
        room for room in rooms if not any(computes(m) for m in MODULES if not is_folder(m) and folder_of(m) == room)
    }
    untested = sorted(rooms - set(rooms_tested()))
    assert not untested, f"No file in tests/unit is about {untested}"


def computes(module: str) -> bool:
    """Whether a public function has more than one statement after its docstring."""
    functions = [
        n for n in ast.parse(MODULES[module].read_text(encoding="utf-8")).body if isinstance(n, ast.FunctionDef)
    ]
    return any(not f.name.startswith("_") and len(f.body) - bool(ast.get_docstring(f)) > 1 for f in functions)


def test_every_table_and_picture_has_a_test_file():
    tested = rooms_tested()
    shown = [m for m in MODULES if not is_folder(m) and m.startswith(tuple(f"{room}." for room in SHOWN))]
    without = [m for m in shown if m.rpartition(".")[2] not in tested[folder_of(m)]]
    assert not without, f"These modules have no test file of their own: {without}"
