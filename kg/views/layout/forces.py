"""ForceAtlas2 for one connected piece, its repulsion on a grid, so that it costs n log n instead of n squared.

Forces are those of Jacomy, Venturini, Heymann, Bastian 2014, "ForceAtlas2, a continuous graph layout algorithm",
PLoS ONE 9(6): nodes repel by (deg + 1)(deg + 1) / distance, edges attract by log(1 + distance) (its LinLog mode, which
parts clusters), gravity holds by (deg + 1), and each node is slowed by how much it swings.

Repulsion of all pairs is a convolution of the nodes' masses with the field of one mass. It is computed by FFT on a grid
that holds all nodes: masses are spread to the four nearest grid points, fields are read back from them.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kg.views.layout.layout_graph import Floats, Ints

    Waves = NDArray[np.complex128]

STEPS = 120  # half of it for pieces that are small anyway
_EXACT_UP_TO = 96  # nodes: below it, all pairs are cheaper than the grid
_FINEST, _COARSEST = 128, 16  # cells of a side of the grid
_REPULSION = 2.0
_GRAVITY = 0.4
_PATIENCE = 1.0  # jitter tolerance of the paper


def spread(start: Floats, source: Ints, target: Ints, pull: Floats) -> Floats:
    """Return places, shape (n, 2), of nodes that start in the unit disc; edges are pairs of their indices."""
    count = len(start)
    mass = 1.0 + np.bincount(np.concatenate([source, target]), minlength=count).astype(np.float64)
    at: Floats = start * (4.0 * count**0.5)
    before = np.zeros_like(at)
    steps = STEPS if count > _EXACT_UP_TO else STEPS // 2
    for step in range(steps):
        force = _repulsion(at, mass) + _attraction(at, source, target, pull)
        force -= _GRAVITY * mass[:, None] * at / np.maximum(np.hypot(*at.T), 1.0)[:, None]
        at = at + _move(force, before, mass, cooling=1.0 - step / steps)
        before = force
    return np.asarray(at - np.average(at, axis=0, weights=mass))


def _move(force: Floats, before: Floats, mass: Floats, cooling: float) -> Floats:
    """Slow each node by its swinging, and all of them with time, so that the end is at rest."""
    swing = np.hypot(*(force - before).T)
    traction = np.hypot(*(force + before).T) / 2
    speed = _PATIENCE * (mass * traction).sum() / max(float((mass * swing).sum()), 1e-9)
    move = force * (speed / (1.0 + speed * np.sqrt(swing)))[:, None]
    length = np.hypot(*move.T)
    most = 10.0 * cooling
    return np.asarray(move * np.minimum(1.0, most / np.maximum(length, 1e-9))[:, None])


def _attraction(at: Floats, source: Ints, target: Ints, pull: Floats) -> Floats:
    way = at[target] - at[source]
    far = np.maximum(np.hypot(*way.T), 1e-9)
    way *= (pull * np.log1p(far) / far)[:, None]
    return np.column_stack(
        [np.bincount(source, way[:, axis], len(at)) - np.bincount(target, way[:, axis], len(at)) for axis in (0, 1)]
    )


def _repulsion(at: Floats, mass: Floats) -> Floats:
    if len(at) <= _EXACT_UP_TO:
        way = at[:, None] - at[None]
        square = np.maximum((way**2).sum(axis=2), 1e-4)
        return np.asarray(_REPULSION * mass[:, None] * (way * (mass / square)[:, :, None]).sum(axis=1))
    return _REPULSION * mass[:, None] * _field(at, mass)


def _field(at: Floats, mass: Floats) -> Floats:
    """Return the field of all masses at each node, by FFT on a grid twice as wide, so that nothing wraps around."""
    side = int(np.clip(2 ** np.ceil(np.log2(2 * np.sqrt(len(at)))), _COARSEST, _FINEST))
    low = at.min(axis=0)
    cell = max(float((at.max(axis=0) - low).max()) / (side - 1.001), 1e-6)
    spot = (at - low) / cell
    base = spot.astype(np.int64)
    part = spot - base
    corners = [
        ((base[:, 0] + right) * side + base[:, 1] + up, np.abs(1 - right - part[:, 0]) * np.abs(1 - up - part[:, 1]))
        for right in (0, 1)
        for up in (0, 1)
    ]
    grid = sum(np.bincount(where, share * mass, side * side) for where, share in corners)
    waves = np.fft.rfft2(np.asarray(grid).reshape(side, side), s=(2 * side, 2 * side))
    fields = []
    for kernel in _kernels(side):
        whole = np.fft.irfft2(waves * kernel, s=(2 * side, 2 * side))[:side, :side].ravel() / cell
        fields.append(sum(whole[where] * share for where, share in corners))
    return np.column_stack(fields)


@lru_cache(maxsize=8)
def _kernels(side: int) -> tuple[Waves, Waves]:
    """Return the transformed field of one mass, along x and y: distance over its square, zero at the mass itself."""
    steps = np.fft.fftfreq(2 * side, 1 / (2 * side))
    x, y = np.meshgrid(steps, steps, indexing="ij")
    square = x**2 + y**2
    square[0, 0] = 1.0
    return np.fft.rfft2(x / square), np.fft.rfft2(y / square)
