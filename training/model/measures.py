"""Figures of a classifier that may decline: shares with their intervals, calibration, and rejection."""
import numpy as np


def share(right: np.ndarray) -> dict:
    """A share of rows in percent with its 95 % interval (Wilson 1927)."""
    rows, z = len(right), 1.96
    part = float(np.mean(right))
    centre, spread = part + z**2 / (2 * rows), z * np.sqrt(part * (1 - part) / rows + z**2 / (4 * rows**2))
    scale = 1 + z**2 / rows
    return {"rows": rows, "percent": round(100 * part, 2), "low": round(100 * (centre - spread) / scale, 2), "high": round(100 * (centre + spread) / scale, 2)}


def calibration_error(confidence: np.ndarray, right: np.ndarray, bins: int = 15) -> float:
    """Expected calibration error in percent, bins of equal count (Nixon et al. 2019), which no empty bin distorts."""
    order = np.argsort(confidence)
    parts = np.array_split(order, bins)
    return round(100 * float(sum(len(p) * abs(confidence[p].mean() - right[p].mean()) for p in parts if len(p)) / len(order)), 2)


def accuracy_when_asking_back(confidence: np.ndarray, right: np.ndarray, asked: float) -> float:
    """Percent right among those kept when the least sure `asked` of the rows are asked back."""
    kept = np.argsort(-confidence)[: int(round(len(confidence) * (1 - asked)))]
    return round(100 * float(right[kept].mean()), 2)


def area_under_curve(inside: np.ndarray, outside: np.ndarray) -> float:
    """The chance that a row from outside scores higher than one from inside (Mann and Whitney 1947), in percent."""
    every = np.concatenate([inside, outside])
    ranks = np.empty(len(every))
    ranks[np.argsort(every, kind="stable")] = np.arange(1, len(every) + 1)
    wins = ranks[len(inside) :].sum() - len(outside) * (len(outside) + 1) / 2
    return round(100 * float(wins / (len(inside) * len(outside))), 2)


def recall_at(inside: np.ndarray, outside: np.ndarray, lost: float = 0.05) -> float:
    """Percent of the outside rows turned away where the threshold turns away `lost` of the inside ones."""
    return round(100 * float((outside > np.quantile(inside, 1 - lost)).mean()), 2)
