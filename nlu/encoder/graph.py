"""The encoder's arithmetic, written down as an ONNX graph.

onnxruntime lays the weights out once, for the machine it runs on, and needs a third of the time
that numpy does for a message of twenty pieces (docs/nlu.md).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

HEAD = 32
"""Numbers an attention head looks at, as in the encoder it comes from."""
LAYER = ("wqkv", "bqkv", "wo", "bo", "g1", "s1", "wi", "bi", "wf", "bf", "g2", "s2")
"""The arrays of a layer: attention in and out, its levelling, the inner part, its levelling."""

_TINY = 1e-12
_OPSET, _OWN_OPSET, _IR = 17, 1, 8


def graph_of(weights: Mapping[str, np.ndarray], layers: int) -> ModelProto:
    """Return the graph from the pieces of some texts to a vector for each.

    Its inputs are `pieces` (texts, length, width), a vector for each piece in its place, and
    `there` (texts, length), 1 for a piece and 0 beyond the end; its output is `vectors`
    (texts, width).

    Args:
        weights: The arrays by name; `wqkv3` is the one of the fourth layer.
        layers: Number of layers.
    """
    lines = _Lines(weights)
    unseen = lines.add("Sub", "there", lines.keep(np.float32(1)))
    unseen = lines.add("Mul", unseen, lines.keep(np.float32(1e9)))
    unseen = lines.add("Unsqueeze", unseen, lines.keep(np.array([1, 2])))
    x = lines.level("pieces", "first_gain", "first_shift")
    for layer in range(layers):
        at = {name: f"{name}{layer}" for name in LAYER}
        x = lines.level(lines.add("Add", x, _attention(lines, x, unseen, at)), at["g1"], at["s1"])
        inner = lines.add("FastGelu", lines.times(x, at["wi"], at["bi"]), domain="com.microsoft")
        out = lines.times(inner, at["wf"], at["bf"])
        x = lines.level(lines.add("Add", x, out), at["g2"], at["s2"])
    last = lines.keep(np.array([2]))
    there = lines.add("Unsqueeze", "there", last)
    along = lines.keep(np.array([1]))
    total = lines.add("ReduceSum", lines.add("Mul", x, there), along, keepdims=0)
    count = lines.add("ReduceSum", there, along, keepdims=0)
    lines.nodes.append(helper.make_node("Div", [total, count], ["vectors"]))
    width = weights["first_gain"].shape[0]
    return lines.model(width)


def _attention(lines: _Lines, x: str, unseen: str, at: Mapping[str, str]) -> str:
    parts = lines.times(x, at["wqkv"], at["bqkv"])
    width = lines.weights[at["bo"]].shape[0]
    third = lines.keep(np.array([width] * 3))
    apart = lines.keep(np.array([0, 0, width // HEAD, HEAD]))
    heads = [
        lines.add("Transpose", lines.add("Reshape", part, apart), perm=turn)
        for part, turn in zip(
            lines.several("Split", 3, parts, third, axis=2),
            ([0, 2, 1, 3], [0, 2, 3, 1], [0, 2, 1, 3]),
            strict=True,
        )
    ]
    query, key, value = heads
    scores = lines.add("MatMul", query, key)
    scores = lines.add("Mul", scores, lines.keep(np.float32(HEAD**-0.5)))
    shares = lines.add("Softmax", lines.add("Add", scores, unseen), axis=-1)
    seen = lines.add("Transpose", lines.add("MatMul", shares, value), perm=[0, 2, 1, 3])
    together = lines.add("Reshape", seen, lines.keep(np.array([0, 0, width])))
    return lines.times(together, at["wo"], at["bo"])


class _Lines:
    """A graph as it is written, a node a line."""

    def __init__(self, weights: Mapping[str, np.ndarray]) -> None:
        self.weights = weights
        self.nodes: list[NodeProto] = []
        self._kept: dict[str, TensorProto] = {}

    def several(self, kind: str, outputs: int, *inputs: str, **how: object) -> list[str]:
        """Write a node; the names of what it makes."""
        names = [f"n{len(self.nodes)}_{number}" for number in range(outputs)]
        self.nodes.append(helper.make_node(kind, inputs, names, **how))
        return names

    def add(self, kind: str, *inputs: str, **how: object) -> str:
        """Write a node that makes one thing; its name."""
        return self.several(kind, 1, *inputs, **how)[0]

    def keep(self, value: np.ndarray | np.generic) -> str:
        """Write down a constant; its name."""
        name = f"c{len(self._kept)}"
        self._kept[name] = numpy_helper.from_array(np.asarray(value), name)
        return name

    def weight(self, name: str) -> str:
        """Write down a weight, once; its name."""
        if name not in self._kept:
            self._kept[name] = numpy_helper.from_array(self.weights[name], name)
        return name

    def level(self, x: str, gain: str, shift: str) -> str:
        """Write a layer normalisation."""
        names = (x, self.weight(gain), self.weight(shift))
        return self.add("LayerNormalization", *names, axis=-1, epsilon=_TINY)

    def times(self, x: str, by: str, plus: str) -> str:
        """Write `x @ by + plus`."""
        return self.add("Add", self.add("MatMul", x, self.weight(by)), self.weight(plus))

    def model(self, width: int) -> ModelProto:
        """Return the graph as a model."""
        kind = TensorProto.FLOAT
        graph = helper.make_graph(
            self.nodes,
            "encoder",
            [
                helper.make_tensor_value_info("pieces", kind, ["texts", "length", width]),
                helper.make_tensor_value_info("there", kind, ["texts", "length"]),
            ],
            [helper.make_tensor_value_info("vectors", kind, ["texts", width])],
            list(self._kept.values()),
        )
        opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid("com.microsoft", _OWN_OPSET)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=_IR)
