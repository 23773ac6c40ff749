"""Trains the encoder and its heads. Resumes from its last checkpoint after a kill.

    python training/train_encoder.py --start .cache/e5-cut --public-data FOLDER --out .cache/encoder

The retrieval vector (mean of the last layer) is held to that of the untouched e5 model, so that intents do not cost retrieval.
"""
import argparse
import json
import math
import random
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch.nn import functional as F

from model.dataset import LABELS, LANGUAGES, OUT_OF_SCOPE, Row, load_rows
from model.encoder import Encoder, load_start

QUERY_PREFIX = "query: "


@dataclass
class Settings:
    seed: int = 1
    epochs: int = 4
    batch: int = 32
    rate: float = 8e-5  # e5-small diverges above 2e-4 and underfits below 3e-5 in four epochs
    head_rate: float = 1e-3
    warmup: float = 0.06
    smoothing: float = 0.05  # BANKING77's labels are noisy
    reject_share: float = 0.5
    vector_share: float = 2.0
    longest: int = 96  # tokens in training; served up to 512
    checkpoint_steps: int = 100


class Batches:
    """Shuffled batches of rows of like length, the same for the same seed and epoch."""

    def __init__(self, rows: list[Row], ids: list[list[int]], settings: Settings):
        self.rows, self.ids, self.settings = rows, ids, settings

    def epoch(self, number: int) -> list[list[int]]:
        pick = random.Random(self.settings.seed * 1_000 + number)
        # A row's weight is how often it is seen.
        order = [i for i, row in enumerate(self.rows) for _ in range(int(row.weight) + (pick.random() < row.weight % 1))]
        pick.shuffle(order)
        size = self.settings.batch
        pools = [sorted(order[i : i + size * 25], key=lambda j: len(self.ids[j])) for i in range(0, len(order), size * 25)]
        batches = [pool[i : i + size] for pool in pools for i in range(0, len(pool), size)]
        pick.shuffle(batches)
        return batches


def pad(ids: list[list[int]], filler: int) -> tuple[torch.Tensor, torch.Tensor]:
    longest = max(map(len, ids))
    padded = torch.tensor([row + [filler] * (longest - len(row)) for row in ids])
    return padded, torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in ids])


def tokenize(texts: list[str], tokenizer: Tokenizer, longest: int) -> list[list[int]]:
    return [e.ids if len(e.ids) <= longest else e.ids[: longest - 1] + e.ids[-1:] for e in tokenizer.encode_batch([QUERY_PREFIX + t for t in texts])]


@torch.no_grad()
def run_all(encoder: Encoder, ids: list[list[int]]) -> dict[str, torch.Tensor]:
    """All heads of all rows, in the order of the rows."""
    encoder.eval()
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
    parts = [encoder(*pad([ids[i] for i in order[s : s + 64]], encoder.config["pad"])) for s in range(0, len(order), 64)]
    back = torch.tensor(order).argsort()
    return {name: torch.cat([part[name] for part in parts])[back] for name in parts[0]}


def loss_of(out: dict[str, torch.Tensor], rows: list[Row], vectors: torch.Tensor, settings: Settings) -> torch.Tensor:
    columns = torch.tensor([row.column for row in rows])
    known = columns != OUT_OF_SCOPE
    loss = settings.reject_share * F.binary_cross_entropy_with_logits(out["reject_logit"], (~known).float())
    if known.any():
        loss = loss + F.cross_entropy(out["intent_logits"][known], columns[known], label_smoothing=settings.smoothing) * known.float().mean()
    loss = loss + 0.1 * F.cross_entropy(out["language_logits"], torch.tensor([LANGUAGES.index(row.language) for row in rows]))
    for column, name in enumerate(("urgent", "complaint")):
        labelled = torch.tensor([getattr(row, name) is not None for row in rows])
        if labelled.any():
            wanted = torch.tensor([float(bool(getattr(row, name))) for row in rows])
            loss = loss + 0.1 * F.binary_cross_entropy_with_logits(out["flag_logits"][labelled, column], wanted[labelled])
    return loss + settings.vector_share * (1 - (out["embedding"] * vectors).sum(-1)).mean()


def report(encoder: Encoder, rows: list[Row], ids: list[list[int]]) -> dict[str, float]:
    out = run_all(encoder, ids)
    columns = torch.tensor([row.column for row in rows])
    right = out["intent_logits"].argmax(-1) == columns
    known = columns != OUT_OF_SCOPE
    own = torch.tensor([row.weight > 1 for row in rows])
    chinese = torch.tensor([row.language == "zh" for row in rows])
    reject = out["reject_logit"] > 0
    mean = lambda select, what: round(what[select].float().mean().item(), 4)  # noqa: E731
    return {"benchmark": mean(known & ~own & ~chinese, right), "own_en": mean(known & own & ~chinese, right), "own_zh": mean(known & own & chinese, right),
            "false_reject": mean(known, reject), "caught": mean(~known, reject)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument("--public-data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    for name, value in asdict(Settings()).items():
        parser.add_argument(f"--{name}", type=type(value), default=value)
    options = parser.parse_args()
    settings = Settings(**{name: getattr(options, name) for name in asdict(Settings())})
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "settings.json").write_text(json.dumps(asdict(settings), indent=2))
    torch.manual_seed(settings.seed)

    train_rows, dev_rows = load_rows(options.public_data)
    tokenizer = Tokenizer.from_file(str(options.start / "tokenizer.json"))
    train_ids = tokenize([row.text for row in train_rows], tokenizer, settings.longest)
    dev_ids = tokenize([row.text for row in dev_rows], tokenizer, settings.longest)
    encoder = load_start(options.start, len(LABELS))
    vectors = cached(options.out / "vectors.pt", lambda: run_all(encoder, train_ids)["embedding"])
    print(f"{len(train_rows)} training rows, {len(dev_rows)} development rows", flush=True)

    encoder.words.weight.requires_grad_(False)  # a step over the whole table costs more than it gives
    heads = [p for n, p in encoder.named_parameters() if n.split(".")[0] in ("shared", "intents", "reject", "language", "flags")]
    body = [p for n, p in encoder.named_parameters() if p.requires_grad and all(p is not q for q in heads)]
    optimizer = torch.optim.AdamW([{"params": body, "lr": settings.rate}, {"params": heads, "lr": settings.head_rate}], weight_decay=0.01)
    batches = Batches(train_rows, train_ids, settings)
    total = settings.epochs * len(batches.epoch(0))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: min(s / (settings.warmup * total), max(0.0, (total - s) / (total * (1 - settings.warmup)))))
    step = resume(options.out / "checkpoint.pt", encoder, optimizer, schedule)
    begun, first = time.time(), step
    per_epoch = math.ceil(total / settings.epochs)
    while step < total:
        epoch, place = divmod(step, per_epoch)
        plan = batches.epoch(epoch)
        for batch in plan[place:per_epoch]:
            encoder.train()
            out = encoder(*pad([train_ids[i] for i in batch], encoder.config["pad"]))
            loss = loss_of(out, [train_rows[i] for i in batch], vectors[torch.tensor(batch)], settings)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(encoder.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            if step % settings.checkpoint_steps == 0:
                rate = (time.time() - begun) / (step - first)
                print(f"step {step}/{total} loss {loss.item():.3f} left {rate * (total - step) / 60:.0f} min", flush=True)
                save(options.out / "checkpoint.pt", encoder, optimizer, schedule, step)
        step = max(step, min(total, (epoch + 1) * per_epoch))
        print(f"epoch {epoch + 1}: {report(encoder, dev_rows, dev_ids)}", flush=True)
    torch.save(encoder.state_dict(), options.out / "encoder.pt")
    (options.out / "development.json").write_text(json.dumps(report(encoder, dev_rows, dev_ids), indent=2))


def cached(file: Path, make) -> torch.Tensor:
    if not file.exists():
        torch.save(make(), file)
    return torch.load(file)


def save(file: Path, encoder, optimizer, schedule, step: int) -> None:
    state = {"encoder": encoder.state_dict(), "optimizer": optimizer.state_dict(), "schedule": schedule.state_dict(), "step": step, "torch": torch.get_rng_state()}
    torch.save(state, file.with_suffix(".new"))
    file.with_suffix(".new").replace(file)


def resume(file: Path, encoder, optimizer, schedule) -> int:
    if not file.exists():
        return 0
    state = torch.load(file, weights_only=True)
    encoder.load_state_dict(state["encoder"])
    optimizer.load_state_dict(state["optimizer"])
    schedule.load_state_dict(state["schedule"])
    torch.set_rng_state(state["torch"])
    print(f"resuming at step {state['step']}", flush=True)
    return state["step"]


if __name__ == "__main__":
    main()
