"""The encoder as an ONNX graph with 8-bit weights, built by hand: onnxruntime's fused operators, no exporter in between.

Inputs: input_ids and attention_mask, int64 [rows, length]. Outputs, float32: intent_logits and several_logits [rows, labels], reject_logit [rows, 1],
language_logits [rows, 3], flag_logits [rows, 2], embedding [rows, hidden] of length 1.
"""
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

BLOCK = 32
CONTRIB = "com.microsoft"


class Graph:
    def __init__(self):
        self.nodes, self.initializers, self.count = [], [], 0

    def weight(self, array: np.ndarray, name: str) -> str:
        self.initializers.append(numpy_helper.from_array(np.array(array, order="C"), name))
        return name

    def add(self, operator: str, inputs: list[str], domain: str = "", output: str | None = None, **attributes) -> str:
        self.count += 1
        output = output or f"t{self.count}"
        self.nodes.append(helper.make_node(operator, inputs, [output], domain=domain, **attributes))
        return output

    def split(self, value: str, parts: int, axis: int) -> list[str]:
        self.count += 1
        outputs = [f"t{self.count}_{i}" for i in range(parts)]
        self.nodes.append(helper.make_node("Split", [value], outputs, axis=axis, num_outputs=parts))
        return outputs

    def linear8(self, x: str, weight: np.ndarray, name: str, accuracy_level: int) -> str:
        """x · weightᵀ with weight [out, in] in blocks of 8-bit numbers."""
        rows, width = weight.shape
        values, scales = quantize(weight)
        inputs = [x, self.weight(values.reshape(rows, width // BLOCK, BLOCK), f"{name}.values"), self.weight(scales.reshape(-1), f"{name}.scales")]
        return self.add("MatMulNBits", inputs, CONTRIB, K=width, N=rows, bits=8, block_size=BLOCK, accuracy_level=accuracy_level)

    def linear32(self, x: str, layer: dict[str, np.ndarray], name: str, output: str | None = None) -> str:
        product = self.add("MatMul", [x, self.weight(layer["weight"].T, f"{name}.weight")])
        return self.add("Add", [product, self.weight(layer["bias"], f"{name}.bias")], output=output)


def quantize(weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """8-bit values around 128 and one scale for each 32 of a row."""
    blocks = weight.reshape(weight.shape[0], -1, BLOCK)
    scales = np.maximum(np.abs(blocks).max(-1, keepdims=True) / 127, 1e-8).astype(np.float32)
    values = (np.round(blocks / scales) + 128).clip(1, 255).astype(np.uint8)
    return values.reshape(weight.shape), scales[..., 0]


def build_graph(state: dict[str, np.ndarray], config: dict, accuracy_level: int) -> onnx.ModelProto:
    """state: the trained model's arrays by name."""
    g = Graph()
    hidden, epsilon = config["hidden"], config["epsilon"]
    values, scales = quantize(state["words.weight"])
    words = g.add("GatherBlockQuantized", [g.weight(values, "words.values"), "input_ids", g.weight(scales, "words.scales")], CONTRIB,
                  gather_axis=0, quantize_axis=1, block_size=BLOCK, bits=8)
    length = g.add("Shape", ["input_ids"], start=1, end=2)
    positions = g.add("Slice", [g.weight(state["positions"], "positions"), g.weight(np.array([0]), "zero"), length])
    x = g.add("Add", [words, positions])
    x = g.add("LayerNormalization", [x, g.weight(state["norm.weight"], "norm.weight"), g.weight(state["norm.bias"], "norm.bias")], epsilon=epsilon)
    mask = g.add("Cast", ["attention_mask"], to=TensorProto.INT32)
    for index in range(config["layers"]):
        x = add_layer(g, x, mask, index, state, config, accuracy_level)
    add_heads(g, x, state, hidden)
    integers = lambda name: helper.make_tensor_value_info(name, TensorProto.INT64, ["rows", "length"])  # noqa: E731
    floats = lambda name, width: helper.make_tensor_value_info(name, TensorProto.FLOAT, ["rows", width])  # noqa: E731
    labels = state["intents.weight"].shape[0]
    outputs = [floats("intent_logits", labels), floats("several_logits", labels), floats("reject_logit", 1), floats("language_logits", 3), floats("flag_logits", 2), floats("embedding", hidden)]
    graph = helper.make_graph(g.nodes, "encoder", [integers("input_ids"), integers("attention_mask")], outputs, g.initializers)
    opsets = [helper.make_opsetid("", 21), helper.make_opsetid(CONTRIB, 1)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=10)


def add_layer(g: Graph, x: str, mask: str, index: int, state: dict, config: dict, level: int) -> str:
    part = lambda name: state[f"layers.{index}.{name}"]  # noqa: E731
    keep = lambda name: g.weight(part(name), f"{index}.{name}")  # noqa: E731
    query, key, value = g.split(g.linear8(x, part("qkv.weight"), f"{index}.qkv", level), 3, -1)
    attended = g.add("MultiHeadAttention", [query, key, value, keep("qkv.bias"), mask], CONTRIB, num_heads=config["heads"])
    out = g.linear8(attended, part("out.weight"), f"{index}.out", level)
    x = g.add("SkipLayerNormalization", [out, x, keep("norm1.weight"), keep("norm1.bias"), keep("out.bias")], CONTRIB, epsilon=config["epsilon"])
    up = g.add("BiasGelu", [g.linear8(x, part("up.weight"), f"{index}.up", level), keep("up.bias")], CONTRIB)
    down = g.linear8(up, part("down.weight"), f"{index}.down", level)
    return g.add("SkipLayerNormalization", [down, x, keep("norm2.weight"), keep("norm2.bias"), keep("down.bias")], CONTRIB, epsilon=config["epsilon"])


def add_heads(g: Graph, x: str, state: dict, hidden: int) -> None:
    weights = g.add("Unsqueeze", [g.add("Cast", ["attention_mask"], to=TensorProto.FLOAT), g.weight(np.array([-1]), "last")])
    axis = g.weight(np.array([1]), "one")
    total = g.add("ReduceSum", [g.add("Mul", [x, weights]), axis], keepdims=0)
    mean = g.add("Div", [total, g.add("ReduceSum", [weights, axis], keepdims=0)])
    first = g.add("Gather", [x, g.weight(np.array(0), "first")], axis=1)
    shared = g.add("Gelu", [g.linear32(g.add("Concat", [mean, first], axis=-1), layer_of(state, "shared"), "shared")], CONTRIB)
    for name, output in (("intents", "intent_logits"), ("several", "several_logits"), ("reject", "reject_logit"), ("language", "language_logits"), ("flags", "flag_logits")):
        g.linear32(shared, layer_of(state, name), name, output)
    g.add("LpNormalization", [mean], output="embedding", axis=-1, p=2)


def layer_of(state: dict, name: str) -> dict[str, np.ndarray]:
    return {"weight": state[f"{name}.weight"], "bias": state[f"{name}.bias"]}
