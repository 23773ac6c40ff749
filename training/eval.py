"""Measures the shipped encoder, as it is served, on public test sets that no training step reads.

    python training/eval.py --pack models/encoder --public-data FOLDER

BANKING77's official test: argmax over all labels of the taxonomy, no mask. Out of scope: CLINC150's test (nothing of finance, no small
talk) and CrossWOZ's test.
"""
import argparse
import json
from pathlib import Path

import numpy as np

from model.corpus import read_rows
from model.dataset import CLINC_SMALL_TALK
from model.served import ServedEncoder


def banking77(served: ServedEncoder, public_data: Path) -> dict:
    rows = read_rows(public_data / "banking77/test.jsonl")
    out = served.run([row["text"] for row in rows])
    labels = served.block["labels"]
    right = [labels[column] == row["intent"] for column, row in zip(out["intent_logits"].argmax(-1), rows)]
    rejected = reject_scores(out) >= served.block["thresholds"]["reject"]
    return {"rows": len(rows), "accuracy": round(float(np.mean(right)), 4), "false rejects": round(float(rejected.mean()), 4)}


def out_of_scope(served: ServedEncoder, texts: list[str]) -> dict:
    rejected = reject_scores(served.run(texts)) >= served.block["thresholds"]["reject"]
    return {"rows": len(texts), "caught": round(float(rejected.mean()), 4)}


def reject_scores(out: dict[str, np.ndarray]) -> np.ndarray:
    return 1 / (1 + np.exp(-out["reject_logit"][:, 0]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pack", type=Path, required=True)
    parser.add_argument("--public-data", type=Path, required=True)
    options = parser.parse_args()
    served = ServedEncoder(options.pack)
    clinc = [row["text"] for row in read_rows(options.public_data / "clinc150/data.jsonl") if row["split"] == "test" and not row["in_finance"]
             and row["intent"] not in CLINC_SMALL_TALK and row["domain"] != "small_talk"]
    crosswoz = [row["text"] for row in read_rows(options.public_data / "crosswoz_zh_oos/data.jsonl") if row["split"] == "test"]
    print(json.dumps({"banking77 test": banking77(served, options.public_data), "clinc150 test, out of scope": out_of_scope(served, clinc),
                      "crosswoz test, out of scope": out_of_scope(served, crosswoz)}, indent=2))


if __name__ == "__main__":
    main()
