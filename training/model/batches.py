"""What a training step reads: rows of like length, some with slips of the keyboard, some joined to a message with two requests."""
import random
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer

from model.dataset import Row
from model.noise import with_slips

QUERY_PREFIX = "query: "


@dataclass
class Example:
    rows: tuple[int, ...]  # two where two messages are joined
    ids: list[int]


def tokenize(texts: list[str], tokenizer: Tokenizer, longest: int) -> list[list[int]]:
    return [e.ids if len(e.ids) <= longest else e.ids[: longest - 1] + e.ids[-1:] for e in tokenizer.encode_batch([QUERY_PREFIX + t for t in texts])]


def pad(ids: list[list[int]], filler: int) -> tuple[torch.Tensor, torch.Tensor]:
    longest = max(map(len, ids))
    padded = torch.tensor([row + [filler] * (longest - len(row)) for row in ids])
    return padded, torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in ids])


class Batches:
    """Shuffled batches, the same for the same seed and epoch."""

    def __init__(self, rows: list[Row], tokenizer: Tokenizer, settings):
        self.rows, self.tokenizer, self.settings = rows, tokenizer, settings
        self.prefix = len(tokenizer.encode(QUERY_PREFIX.strip(), add_special_tokens=False).ids) + 1  # with <s>

    def epoch(self, number: int) -> list[list[Example]]:
        pick = random.Random(self.settings.seed * 1_000 + number)
        examples = self._singles(pick)
        examples += self._joined(examples, pick)
        pick.shuffle(examples)
        size = self.settings.batch
        pools = [sorted(examples[i : i + size * 25], key=lambda e: len(e.ids)) for i in range(0, len(examples), size * 25)]
        batches = [pool[i : i + size] for pool in pools for i in range(0, len(pool), size)]
        pick.shuffle(batches)
        return batches

    def _singles(self, pick: random.Random) -> list[Example]:
        # A row's weight is how often it is seen.
        seen = [i for i, row in enumerate(self.rows) for _ in range(int(row.weight) + (pick.random() < row.weight % 1))]
        texts = [with_slips(self.rows[i].text, pick) if self.rows[i].language == "en" and pick.random() < self.settings.slips else self.rows[i].text for i in seen]
        return [Example((i,), ids) for i, ids in zip(seen, tokenize(texts, self.tokenizer, self.settings.longest))]

    def _joined(self, singles: list[Example], pick: random.Random) -> list[Example]:
        own = [e for e in singles if self.rows[e.rows[0]].own and len(self.rows[e.rows[0]].columns) == 1 and len(e.ids) < self.settings.longest // 2]
        joined = []
        for first in pick.sample(own, int(len(own) * self.settings.joined)):
            second = pick.choice(own)
            if self.rows[first.rows[0]].language == self.rows[second.rows[0]].language and self.rows[first.rows[0]].columns != self.rows[second.rows[0]].columns:
                joined.append(Example(first.rows + second.rows, first.ids[:-1] + second.ids[self.prefix :]))
        return joined
