"""The loss of a training step: every head has its share, and so have the vectors that the student is held to."""
import torch
from torch.nn import functional as F

from model.batches import Example
from model.targets import Targets


def target_rows(targets: Targets, examples: list[Example]) -> Targets:
    """The targets of a batch. A joined message holds the intents of both, each with half; it has no vector of its own."""
    first = targets.at([e.rows[0] for e in examples])
    for place, example in enumerate(examples):
        if len(example.rows) == 2:
            second = targets.at([example.rows[1]])
            first.several[place] = (first.several[place] + second.several[0]).clamp_max(1)
            first.intents[place] = (first.intents[place] + second.intents[0]) / 2
            first.teacher[place] = 0
    return first


def loss_of(out: dict[str, torch.Tensor], targets: Targets, vectors: torch.Tensor, settings) -> torch.Tensor:
    """out: what Encoder gives; vectors [rows, hidden]: the untouched model's, zero where there is none."""
    known = targets.known
    loss = settings.reject_share * F.binary_cross_entropy_with_logits(out["reject_logit"], (~known).float())
    if known.any():
        loss = loss + F.cross_entropy(out["intent_logits"][known], targets.intents[known], label_smoothing=settings.smoothing) * known.float().mean()
    loss = loss + settings.several_share * F.binary_cross_entropy_with_logits(out["several_logits"], targets.several, reduction="none").sum(-1).mean()
    loss = loss + 0.1 * F.cross_entropy(out["language_logits"], targets.language)
    if targets.flagged.any():
        loss = loss + 0.2 * F.binary_cross_entropy_with_logits(out["flag_logits"][targets.flagged], targets.flags[targets.flagged])
    loss = loss + settings.vector_share * distance(out["embedding"], vectors)
    return loss + settings.teacher_share * distance(out["teacher"], targets.teacher)


def distance(given: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
    """1 - cosine, over the rows that have a wanted vector."""
    asked = wanted.square().sum(-1) > 0
    return (1 - (given[asked] * wanted[asked]).sum(-1)).mean() if asked.any() else given.sum() * 0
