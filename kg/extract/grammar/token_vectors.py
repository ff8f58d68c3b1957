"""Computes the vectors of tokens that a pipeline's components start from as spaCy does, but a word's own part once.

A vector comes from two nets: one looks at a word alone, at its norm, prefix, suffix and shape; the other mixes in the
words around it, layer by layer. What the first makes of a word is kept. It is a product of that word's row alone, for
in a product of many rows the last bit of each depends on its place among them: the same text gives the same numbers,
whatever was parsed before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from spacy.language import Language
    from spacy.tokens import Doc

    Floats = NDArray[np.float32]

MOST = 20_000  # words whose vectors are kept: 8 MB at a width of 96
PIECES = 3  # of maxout layers: the best of three
TINY = np.float32(1e-8)  # thinc adds it to a variance
EMBEDDING = ["extract_features", "list2ragged", "with_array", "with_array", "ragged2list"]  # layers of the first net
NETS = ["extract_features", "with_array"]
MIXER = ["maxout", "layernorm", "dropout"]
WINDOW = ["expand_window", *MIXER]


def quicken_vectors(nlp: Language) -> None:
    """Let the components of a loaded pipeline compute vectors in this way, where they have nets of the kind known here.

    That is spaCy's ``Tok2Vec.v2`` of ``MultiHashEmbed`` without static vectors and ``MaxoutWindowEncoder``.
    """
    from thinc.api import Model

    for _, component in nlp.pipeline:
        model = getattr(component, "model", None)
        if not isinstance(model, Model):
            continue
        for node in list(model.walk()):
            if not _is_known(node):
                continue
            if node is model:
                component.model = _remembering(node)  # type: ignore[attr-defined]
            else:
                model.replace_node(node, _remembering(node))


def _is_known(node: Any) -> bool:
    """Whether a model's node holds the two nets, one after the other, and each is made up as expected."""
    if _kinds(node) != NETS or _kinds(node.layers[0]) != EMBEDDING:
        return False
    *_, hashed, mixed, _ = node.layers[0].layers
    windows = [layer.layers[0] for layer in node.layers[1].layers[0].layers if _kind(layer) == "residual"]
    return (
        {_kind(part) for part in hashed.layers[0].layers} == {"ints-getitem"}
        and _leaves(mixed) == MIXER
        and bool(windows)
        and all(_leaves(window) == WINDOW for window in windows)
        and {layer.attrs["window_size"] for layer in node.walk() if layer.name == "expand_window"} == {1}
        and {layer.get_dim("nP") for layer in node.walk() if layer.name == "maxout"} == {PIECES}
    )


def _kind(layer: Any) -> str:
    """A layer's kind: its name up to the layers that it is made of."""
    name: str = layer.name
    return name.partition("(")[0].partition(">>")[0].partition("|")[0]


def _kinds(layer: Any) -> list[str]:
    return [_kind(each) for each in layer.layers]


def _leaves(layer: Any) -> list[str]:
    return [each.name for each in layer.walk(order="dfs_pre") if not each.layers]


def _remembering(node: Any) -> Any:
    """A node that does a node's work, and leaves training to it."""
    from thinc.api import Model

    vectors = TokenVectors(node)

    def forward(model: Any, docs: Sequence[Doc], is_train: bool) -> tuple[list[Floats], Any]:  # noqa: FBT001 - thinc's
        if is_train:
            found: tuple[list[Floats], Any] = model.layers[0](docs, is_train)
            return found
        return vectors(docs), lambda _: []

    return Model("token_vectors", forward, layers=[node], dims={"nO": node.get_dim("nO")}, ops=node.ops)


class TokenVectors:
    """Both nets of a node, the first with a memory."""

    def __init__(self, node: Any) -> None:
        embedding, encoder = node.layers
        self._columns: list[int | str] = embedding.layers[0].attrs["columns"]
        self._tables = [layer for layer in embedding.layers[2].walk() if layer.name == "hashembed"]
        self._mix = _Mixer(embedding.layers[3])
        self._windows = [_Mixer(layer) for layer in encoder.layers[0].layers]
        self._gap: int = encoder.attrs["pad"]
        self._width: int = node.get_dim("nO")
        self._forget()

    def __call__(self, docs: Sequence[Doc]) -> list[Floats]:
        """The vectors of each text's tokens, a row for each."""
        words = [row.tobytes() for doc in docs for row in doc.to_array(self._columns)]
        spans = list(self._spans(docs))
        rows = np.zeros((spans[-1][1] + self._gap if spans else 0, self._width), np.float32)
        rows[[place for span in spans for place in range(*span)]] = self._alone(words)
        around = np.zeros((len(rows), 3 * self._width), np.float32)
        before, itself, after = np.hsplit(around, 3)
        for window in self._windows:
            before[1:], itself[:], after[:-1] = rows[:-1], rows, rows[1:]
            rows += window(around)
        return [rows[start:end] for start, end in spans]

    def _spans(self, docs: Sequence[Doc]) -> Iterator[tuple[int, int]]:
        """The first row of each text and the one behind its last: texts keep apart, so that no window sees two."""
        at = 0
        for doc in docs:
            start = at + self._gap
            at = start + len(doc)
            yield start, at

    def _alone(self, words: Sequence[bytes]) -> Floats:
        """What the first net makes of words, each given as the bytes of its attributes."""
        new = list(dict.fromkeys(word for word in words if word not in self._known))
        if len(self._known) + len(new) > len(self._vectors):
            new = list(dict.fromkeys(words))
            self._forget(room=len(new))
        if new:
            first = len(self._known)
            self._vectors[first : first + len(new)] = self._looked_at(new)
            self._known.update(zip(new, range(first, first + len(new)), strict=True))
        return self._vectors[[self._known[word] for word in words]]

    def _looked_at(self, words: list[bytes]) -> Floats:
        attributes = np.frombuffer(b"".join(words), np.uint64).reshape(len(words), -1)
        parts = [table.predict(attributes[:, at]) for at, table in enumerate(self._tables)]
        return self._mix.one_by_one(np.hstack(parts))

    def _forget(self, room: int = 0) -> None:
        self._known: dict[bytes, int] = {}  # word -> its row
        self._vectors: Floats = np.zeros((max(MOST, room), self._width), np.float32)


class _Mixer:
    """A maxout layer and the normalization of what it gives."""

    def __init__(self, layer: Any) -> None:
        byname = {each.name: each for each in layer.walk()}
        weights = byname["maxout"].get_param("W")  # outputs, pieces, inputs
        self._width, _, inputs = weights.shape
        self._weights = np.ascontiguousarray(weights.transpose(2, 1, 0).reshape(inputs, -1))
        self._bias = np.ascontiguousarray(byname["maxout"].get_param("b").T.reshape(-1))
        self._scale, self._shift = (byname["layernorm"].get_param(name) for name in ("G", "b"))

    def __call__(self, rows: Floats) -> Floats:
        """A row for each row."""
        return self._best(rows @ self._weights)

    def one_by_one(self, rows: Floats) -> Floats:
        """A row for each row, to the last bit the same among whichever others."""
        return self._best(np.matmul(rows[:, None, :], self._weights)[:, 0])

    def _best(self, pieces: Floats) -> Floats:
        """The best piece of each output, normalized; ``pieces`` is changed."""
        pieces += self._bias
        first, second, third = np.hsplit(pieces, PIECES)
        best: Floats = np.maximum(first, second)
        np.maximum(best, third, out=best)
        best -= best.mean(axis=1, keepdims=True)
        variance = np.square(best).mean(axis=1, keepdims=True)
        variance += TINY
        best /= np.sqrt(variance)
        best *= self._scale
        best += self._shift
        return best
