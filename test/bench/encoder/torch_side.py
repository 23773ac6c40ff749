"""PyTorch in float32 as the benchmark asks it: one line of JSON in, one out. `python torch_side.py PACK THREADS`

The weights are those of the pack's ONNX file, widened from 8 bits; the model is the one that training uses.
"""
import json
import sys
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from tokenizers import Tokenizer

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "training"))
from model.encoder import Encoder  # noqa: E402

BLOCK = 32
NEEDED = ("words.", "positions", "norm.", "layers.", "shared.", "intents.")


def widen(values: np.ndarray, scales: np.ndarray) -> np.ndarray:
    """8-bit values around 128 with one scale for each 32 of a row."""
    blocks = (values.reshape(-1, BLOCK).astype(np.float32) - 128) * scales.reshape(-1, 1)
    return blocks.reshape(values.shape[0], -1)


def read_state(graph: onnx.GraphProto) -> dict[str, torch.Tensor]:
    arrays = {initializer.name: numpy_helper.to_array(initializer) for initializer in graph.initializer}
    state = {}
    for name, array in arrays.items():
        layered = f"layers.{name}" if name[0].isdigit() else name
        if name.endswith(".values"):
            state[layered.replace(".values", ".weight")] = widen(array, arrays[name.replace(".values", ".scales")])
        elif name.endswith(".scales") or array.dtype != np.float32:
            continue
        else:
            # Heads are kept as [in, out].
            state[layered] = array.T if array.ndim == 2 and name != "positions" else array
    return {name: torch.tensor(np.array(array)) for name, array in state.items()}


def load(pack: Path) -> Encoder:
    graph = onnx.load(str(pack / "model.onnx")).graph
    state = read_state(graph)
    attributes = {(node.op_type, attribute.name): attribute for node in graph.node for attribute in node.attribute}
    config = {
        "vocabulary": state["words.weight"].shape[0], "hidden": state["words.weight"].shape[1], "positions": state["positions"].shape[0],
        "layers": sum(name.endswith(".qkv.weight") for name in state), "feed_forward": state["layers.0.up.weight"].shape[0],
        "heads": attributes["MultiHeadAttention", "num_heads"].i, "epsilon": attributes["LayerNormalization", "epsilon"].f,
    }
    encoder = Encoder(config, state["intents.weight"].shape[0])
    # Training has heads that are not served; what the comparison looks at must all be there.
    missing, unexpected = encoder.load_state_dict(state, strict=False)
    if unexpected or any(name.startswith(NEEDED) for name in missing):
        raise ValueError(f"the pack and the training model differ: {missing}, {unexpected}")
    return encoder.eval()


def encode(encoder: Encoder, tokenizer: Tokenizer, texts: list[str]) -> dict[str, torch.Tensor]:
    rows = [encoding.ids for encoding in tokenizer.encode_batch(texts)]
    length = max(map(len, rows))
    ids = torch.tensor([row + [0] * (length - len(row)) for row in rows])
    mask = torch.tensor([[1] * len(row) + [0] * (length - len(row)) for row in rows])
    with torch.inference_mode():
        return encoder(ids, mask)


def main() -> None:
    pack, threads = Path(sys.argv[1]), int(sys.argv[2])
    torch.set_num_threads(threads)
    encoder = load(pack)
    tokenizer = Tokenizer.from_file(str(pack / "tokenizer.json"))
    print("ready", flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        out = encode(encoder, tokenizer, request["texts"])
        answer = {"embeddings": out["embedding"].tolist(), "columns": out["intent_logits"].argmax(-1).tolist()} if request["full"] else {}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
