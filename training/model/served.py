"""The encoder as it is served: the ONNX file through onnxruntime, with the tokenizer beside it."""
import json
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

QUERY_PREFIX = "query: "


class ServedEncoder:
    def __init__(self, folder: Path, longest: int = 512, threads: int = 2):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self.session = onnxruntime.InferenceSession(str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"])
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.longest = longest
        manifest = folder / "manifest.json"
        self.block = json.loads(manifest.read_text())["encoder"] if manifest.exists() else None

    def run(self, texts: list[str], prefix: str = QUERY_PREFIX, size: int = 32) -> dict[str, np.ndarray]:
        """All outputs, in the order of the texts. Rows of like length share a batch, which changes no result."""
        ids = [e.ids if len(e.ids) <= self.longest else e.ids[: self.longest - 1] + e.ids[-1:] for e in self.tokenizer.encode_batch([prefix + t for t in texts])]
        order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
        parts = [self._run([ids[i] for i in order[s : s + size]]) for s in range(0, len(order), size)]
        back = np.argsort(order)
        return {name: np.concatenate([part[name] for part in parts])[back] for name in parts[0]}

    def _run(self, ids: list[list[int]]) -> dict[str, np.ndarray]:
        length = max(map(len, ids))
        padded = np.zeros((len(ids), length), np.int64)
        mask = np.zeros((len(ids), length), np.int64)
        for row, numbers in enumerate(ids):
            padded[row, : len(numbers)] = numbers
            mask[row, : len(numbers)] = 1
        names = [output.name for output in self.session.get_outputs()]
        return dict(zip(names, self.session.run(names, {"input_ids": padded, "attention_mask": mask})))


def softmax(logits: np.ndarray) -> np.ndarray:
    powers = np.exp(logits - logits.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)


def encoder_chances(served: ServedEncoder, texts: list[str]) -> np.ndarray:
    """[texts, labels + 1]: calibrated chances of the intents, and of being out of scope last."""
    out = served.run(texts)
    outside = 1 / (1 + np.exp(-out["reject_logit"]))  # [texts, 1]
    chinese = out["language_logits"][:, 1] > out["language_logits"][:, 0]
    temperature = np.where(chinese, served.block["calibration"]["temperature"]["zh"], served.block["calibration"]["temperature"]["en"])
    return np.concatenate([softmax(out["intent_logits"] / temperature[:, None]) * (1 - outside), outside], -1)
