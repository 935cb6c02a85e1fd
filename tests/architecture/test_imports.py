"""The direction of imports, as pyproject.toml states it."""

from importlinter.cli import lint_imports


def test_imports_point_one_way(monkeypatch, request):
    monkeypatch.chdir(request.config.rootpath)
    assert lint_imports(no_cache=True) == 0
