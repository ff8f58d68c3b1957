"""Lets the pipeline multiply matrices with numpy's library, on one thread: the same results as thinc's own, sooner."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from spacy.language import Language
    from threadpoolctl import ThreadpoolController


def use_numpy(nlp: Language) -> None:
    """Make every layer of a loaded pipeline use numpy's matrix product; other pipelines of the process keep theirs."""
    from thinc.api import Model, NumpyOps

    ops = NumpyOps(use_blis=False)
    for _, component in nlp.pipeline:
        model = getattr(component, "model", None)
        if isinstance(model, Model):
            for layer in model.walk():
                layer.ops = ops


def one_thread() -> AbstractContextManager[object]:
    """A context in which numpy multiplies on one thread.

    The pipeline's matrices are small: threads of one product wait for each other longer than they work, and kg already
    has a process for each core. The limit ends with the context, so a user's own numpy code keeps its threads.
    """
    limited: AbstractContextManager[object] = _controller().limit(limits=1, user_api="blas")
    return limited


@lru_cache(maxsize=1)
def _controller() -> ThreadpoolController:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()  # looks through all loaded libraries, so it is made once
