"""What each training row is to teach: intents, scope, language, flags, and the vectors that the student is held to."""
from dataclasses import dataclass

import numpy as np
import torch

from model.dataset import LABELS, LANGUAGES, Row
from model.soft_labels import soft_labels

TEACHER_SHARE = 0.5  # of an intent's target; the label keeps the rest
DOUBTED, SURE_OF_ANOTHER = 0.02, 0.9  # Northcutt et al. 2021: a label that the held-out head finds this unlikely is taken for a slip


@dataclass
class Targets:
    intents: torch.Tensor  # [rows, labels] chances; all zero where out of scope
    several: torch.Tensor  # [rows, labels] 1 for every intent a row holds
    known: torch.Tensor  # [rows] in scope
    language: torch.Tensor  # [rows] column
    flags: torch.Tensor  # [rows, 2] urgent, complaint
    flagged: torch.Tensor  # [rows] whether they are labelled
    teacher: torch.Tensor  # [rows, 768], zero where the teacher knows neither the text nor its English twin

    def at(self, rows: list[int]) -> "Targets":
        index = torch.tensor(rows)
        return Targets(*(getattr(self, name)[index] for name in self.__dataclass_fields__))


def make_targets(rows: list[Row], vectors: dict[str, np.ndarray]) -> tuple[Targets, list[int]]:
    """The targets of all rows, and the rows whose label is doubted."""
    several = torch.zeros(len(rows), len(LABELS))
    for index, row in enumerate(rows):
        several[index, list(row.columns)] = 1
    known = several.sum(-1) > 0
    intents = several / several.sum(-1, keepdim=True).clamp_min(1)
    doubted = mix_in_teacher(intents, rows, vectors)
    flags = torch.tensor([[float(bool(row.urgent)), float(bool(row.complaint))] for row in rows])
    flagged = torch.tensor([row.urgent is not None for row in rows])
    language = torch.tensor([LANGUAGES.index(row.language) for row in rows])
    return Targets(intents, several, known, language, flags, flagged, teacher_vectors(rows, vectors)), doubted


def english_twins(rows: list[Row]) -> dict[str, int]:
    return {row.pair: index for index, row in enumerate(rows) if row.pair is not None and row.language == "en"}


def mix_in_teacher(intents: torch.Tensor, rows: list[Row], vectors: dict[str, np.ndarray]) -> list[int]:
    """Writes the teacher's share into the targets, a Chinese twin's from its English one; gives the doubted rows."""
    asked = [i for i, row in enumerate(rows) if len(row.columns) == 1 and row.language == "en" and row.text in vectors]
    columns = np.array([rows[i].column for i in asked])
    chances = torch.tensor(soft_labels(np.stack([vectors[rows[i].text] for i in asked]), columns, len(LABELS)))
    given = chances[torch.arange(len(asked)), torch.tensor(columns)]
    slips = ((given < DOUBTED) & (chances.amax(-1) > SURE_OF_ANOTHER)).tolist()
    place = {row: number for number, row in enumerate(asked)}
    twins = english_twins(rows)
    for index, row in enumerate(rows):
        source = place.get(index if row.language == "en" else twins.get(row.pair, -1))
        if source is not None and len(row.columns) == 1:
            intents[index] = (1 - TEACHER_SHARE) * intents[index] + TEACHER_SHARE * chances[source]
    return [row for row, slip in zip(asked, slips) if slip and not rows[row].own]


def teacher_vectors(rows: list[Row], vectors: dict[str, np.ndarray]) -> torch.Tensor:
    twins = english_twins(rows)
    width = len(next(iter(vectors.values())))
    out = torch.zeros(len(rows), width)
    for index, row in enumerate(rows):
        text = row.text if row.language == "en" else rows[twins[row.pair]].text if row.pair in twins else None
        if text in vectors:
            out[index] = torch.tensor(vectors[text], dtype=torch.float32)
    return out
