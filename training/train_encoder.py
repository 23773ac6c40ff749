"""Trains the encoder and its heads. Resumes from its last checkpoint after a kill.

    python training/train_encoder.py --start .cache/e5-cut --teacher .cache/teacher.npz --public-data FOLDER --out .cache/encoder

The student is held to two vectors: the retrieval vector (mean of the last layer) to that of the untouched e5 model, so that intents do not
cost retrieval; a projection of it to the English teacher's, a Chinese message to its English twin's, so that what the teacher knows of
sentences reaches both languages.
"""
import argparse
import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from model.batches import Batches, Example, pad, tokenize
from model.dataset import LABELS, Row, load_rows
from model.encoder import Encoder, load_start
from model.losses import loss_of, target_rows
from model.targets import make_targets
from model.vector_store import VectorStore

HEADS = ("shared", "intents", "several", "reject", "language", "flags", "teacher")


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
    several_share: float = 0.1
    vector_share: float = 1.0
    teacher_share: float = 1.0
    slips: float = 0.25  # of English rows that are seen with slips of the keyboard
    joined: float = 0.1  # joined messages, as a share of our own rows
    longest: int = 96  # tokens in training; served up to 512
    checkpoint_steps: int = 100


@torch.no_grad()
def run_all(encoder: Encoder, ids: list[list[int]]) -> dict[str, torch.Tensor]:
    """All heads of all rows, in the order of the rows."""
    encoder.eval()
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
    parts = [encoder(*pad([ids[i] for i in order[s : s + 64]], encoder.config["pad"])) for s in range(0, len(order), 64)]
    back = torch.tensor(order).argsort()
    return {name: torch.cat([part[name] for part in parts])[back] for name in parts[0]}


def report(encoder: Encoder, rows: list[Row], ids: list[list[int]]) -> dict[str, float]:
    out = run_all(encoder, ids)
    chosen = out["intent_logits"].argmax(-1).tolist()
    right = torch.tensor([column in row.columns for column, row in zip(chosen, rows)])
    known = torch.tensor([row.column >= 0 for row in rows])
    own = torch.tensor([row.own for row in rows])
    chinese = torch.tensor([row.language == "zh" for row in rows])
    reject = out["reject_logit"] > 0
    mean = lambda select, what: round(what[select].float().mean().item(), 4)  # noqa: E731
    return {"benchmark": mean(known & ~own & ~chinese, right), "own_en": mean(known & own & ~chinese, right), "own_zh": mean(known & own & chinese, right),
            "false_reject": mean(known, reject), "caught": mean(~known, reject)}


def untouched_vectors(start: Path, encoder: Encoder, tokenizer: Tokenizer, rows: list[Row], settings: Settings) -> torch.Tensor:
    """[rows, hidden]: the retrieval vectors before any training, kept beside the model that made them."""
    run = lambda texts: run_all(encoder, tokenize(texts, tokenizer, settings.longest))["embedding"].numpy()  # noqa: E731
    vectors = VectorStore(start / "vectors.npz").complete([row.text for row in rows], run)
    return torch.tensor(np.stack([vectors[row.text] for row in rows]), dtype=torch.float32)


def vectors_of(untouched: torch.Tensor, examples: list[Example]) -> torch.Tensor:
    """What the untouched model made of each row; nothing for joined ones, which it was not asked about."""
    wanted = untouched[torch.tensor([e.rows[0] for e in examples])]
    wanted[torch.tensor([len(e.rows) == 2 for e in examples])] = 0
    return wanted


def parse_options() -> tuple[argparse.Namespace, Settings]:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--start", "--teacher", "--public-data", "--out"):
        parser.add_argument(name, type=Path, required=True)
    for name, value in asdict(Settings()).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(value), default=value)
    options = parser.parse_args()
    return options, Settings(**{name: getattr(options, name) for name in asdict(Settings())})


def main() -> None:
    options, settings = parse_options()
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "settings.json").write_text(json.dumps(asdict(settings), indent=2))
    torch.manual_seed(settings.seed)

    train_rows, dev_rows = load_rows(options.public_data)
    targets, doubted = make_targets(train_rows, VectorStore(options.teacher).vectors)
    for index in doubted:
        train_rows[index].weight = 0
    tokenizer = Tokenizer.from_file(str(options.start / "tokenizer.json"))
    dev_ids = tokenize([row.text for row in dev_rows], tokenizer, settings.longest)
    encoder = load_start(options.start, len(LABELS))
    untouched = untouched_vectors(options.start, encoder, tokenizer, train_rows, settings)
    print(f"{len(train_rows)} training rows, {len(doubted)} of them left out for a doubted label, {len(dev_rows)} development rows", flush=True)

    encoder.words.weight.requires_grad_(False)  # a step over the whole table costs more than it gives
    heads = [p for n, p in encoder.named_parameters() if n.split(".")[0] in HEADS]
    body = [p for n, p in encoder.named_parameters() if p.requires_grad and all(p is not q for q in heads)]
    optimizer = torch.optim.AdamW([{"params": body, "lr": settings.rate}, {"params": heads, "lr": settings.head_rate}], weight_decay=0.01)
    batches = Batches(train_rows, tokenizer, settings)
    per_epoch = min(len(batches.epoch(number)) for number in range(settings.epochs))  # epochs differ by a batch or two
    total = settings.epochs * per_epoch
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: min(s / (settings.warmup * total), max(0.0, (total - s) / (total * (1 - settings.warmup)))))
    step = resume(options.out / "checkpoint.pt", encoder, optimizer, schedule)
    begun, first = time.time(), step
    while step < total:
        epoch, place = divmod(step, per_epoch)
        for batch in batches.epoch(epoch)[place:per_epoch]:
            encoder.train()
            out = encoder(*pad([e.ids for e in batch], encoder.config["pad"]))
            loss = loss_of(out, target_rows(targets, batch), vectors_of(untouched, batch), settings)
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
        print(f"epoch {epoch + 1}: {report(encoder, dev_rows, dev_ids)}", flush=True)
    torch.save(encoder.state_dict(), options.out / "encoder.pt")
    (options.out / "development.json").write_text(json.dumps(report(encoder, dev_rows, dev_ids), indent=2))


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
