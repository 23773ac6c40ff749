"""Vectors by text in one file, so that what was computed once is not computed again after a kill or when rows are added."""
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np

BLOCK = 2_000  # texts between two writes


class VectorStore:
    def __init__(self, file: Path):
        self.file = file
        self.vectors: dict[str, np.ndarray] = {}
        if file.exists():
            stored = np.load(file)
            self.vectors = dict(zip(stored["texts"].tolist(), stored["vectors"]))

    def complete(self, texts: Iterable[str], compute: Callable[[list[str]], np.ndarray]) -> dict[str, np.ndarray]:
        """All vectors, float16 of length 1, once those of `texts` are among them. `compute` gives [texts, width]."""
        missing = [text for text in dict.fromkeys(texts) if text not in self.vectors]
        print(f"{self.file}: {len(self.vectors)} texts at hand, {len(missing)} to run", flush=True)
        for start in range(0, len(missing), BLOCK):
            block = missing[start : start + BLOCK]
            self.vectors |= dict(zip(block, compute(block).astype(np.float16)))
            self._write()
            print(f"{start + len(block)}/{len(missing)}", flush=True)
        return self.vectors

    def _write(self) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        aside = self.file.with_suffix(".aside.npz")
        np.savez(aside, texts=np.array(list(self.vectors)), vectors=np.stack(list(self.vectors.values())))
        aside.replace(self.file)
