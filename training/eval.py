"""Measures the shipped router, as it is served, on test sets that no training step reads.

    python training/eval.py --encoder models/encoder --edge models/edge-router --public-data FOLDER [--json FILE]

BANKING77's official test and our unseen messages (test/eval/unseen-*.jsonl): argmax over all labels of the taxonomy, no mask. Out of scope: the
unseen messages' far, near and hostile ones, CLINC150's test (nothing of finance, no small talk) and CrossWOZ's test.
"""
import argparse
import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from model.corpus import ROOT, read_rows
from model.dataset import CLINC_SMALL_TALK, COLUMN
from model.measures import accuracy_when_asking_back, area_under_curve, calibration_error, recall_at, share
from model.served import ServedEncoder, encoder_chances


@dataclass
class Answers:
    """What a tier says of texts: chances [texts, labels] given that they are in scope, and out-of-scope scores [texts]."""

    chances: np.ndarray
    outside: np.ndarray

    def right(self, rows: list[dict]) -> np.ndarray:
        wanted = [{COLUMN[name] for name in row["intents"] + row.get("accept", [])} for row in rows]
        return np.array([column in columns for column, columns in zip(self.chances.argmax(-1), wanted)])


def ask_encoder(served: ServedEncoder, texts: list[str]) -> Answers:
    chances = encoder_chances(served, texts)
    outside = chances[:, -1]
    return Answers(chances[:, :-1] / np.maximum(1 - outside, 1e-9)[:, None], outside)


def ask_edge(folder: Path, texts: list[str]) -> list[dict]:
    command = [ROOT / "node_modules/.bin/node", ROOT / "packages/router/src/route-cli.ts", str(folder / "edge.bin")]
    lines = "".join(json.dumps(text) + "\n" for text in texts)
    output = subprocess.run(command, input=lines, capture_output=True, text=True, check=True).stdout
    return [json.loads(line) for line in output.splitlines()]


def edge_right(answers: list[dict], rows: list[dict]) -> np.ndarray:
    return np.array([a["intents"][0]["intent"] in row["intents"] + row.get("accept", []) for a, row in zip(answers, rows)])


def unseen_rows() -> list[dict]:
    rows = [row for language in ("en", "zh") for row in read_rows(ROOT / f"test/eval/unseen-{language}.jsonl")]
    return [{"text": r["text"], "lang": r["lang"], "tags": [], **r["expect"]} for r in rows]


def benchmark_rows(public_data: Path) -> list[dict]:
    return [{"text": r["text"], "lang": "en", "tags": [], "intents": [r["intent"]]} for r in read_rows(public_data / "banking77/test.jsonl")]


def in_scope(answers: Answers, rows: list[dict], reject: float) -> dict:
    right, confidence = answers.right(rows), answers.chances.max(-1)
    return {"top intent right": share(right), "right with rejection on": share(right & (answers.outside < reject)),
            "turned away wrongly": share(answers.outside >= reject), "right of those kept when 5 % are asked back": accuracy_when_asking_back(confidence, right, 0.05),
            "calibration error": calibration_error(confidence, right)}


def pairs(answers: Answers, rows: list[dict]) -> dict:
    """Matched messages in both languages: how often each is right."""
    right = answers.right(rows)
    names = [next((tag for tag in row["tags"] if tag.startswith("pair-")), None) for row in rows]
    of = lambda language: right[[name is not None and row["lang"] == language for name, row in zip(names, rows)]]  # noqa: E731
    return {"en": share(of("en")), "zh": share(of("zh")), "difference": round(100 * float(of("en").mean() - of("zh").mean()), 2)}


def several(served: ServedEncoder, rows: list[dict]) -> dict:
    """Messages that hold two intents: how often both are found, by the head that asks for each intent alone."""
    chosen = [row for row in rows if "several" in row["tags"]]
    chances = 1 / (1 + np.exp(-served.run([row["text"] for row in chosen])["several_logits"]))
    threshold = served.block["thresholds"]["several"]
    found = [{i for i in np.argsort(-c)[:3] if c[i] >= threshold} for c in chances]
    wanted = [{COLUMN[name] for name in row["intents"]} for row in chosen]
    hits, given, asked = (sum(map(len, s)) for s in ([f & w for f, w in zip(found, wanted)], found, wanted))
    return {"both found": share(np.array([w <= f for f, w in zip(found, wanted)])), "precision": round(100 * hits / max(1, given), 2), "recall": round(100 * hits / asked, 2)}


def rejection(inside: np.ndarray, outside: dict[str, np.ndarray], reject: float) -> dict:
    return {name: {"turned away": share(scores >= reject), "turned away when 5 % of real ones are": recall_at(inside, scores), "AUROC": area_under_curve(inside, scores)}
            for name, scores in outside.items()}


def edge_tier(edge: list[dict], encoder: Answers, rows: list[dict], reject: float) -> dict:
    """Both tiers together against the encoder alone: a message out of scope is right where it is turned away."""
    known = np.array([bool(row["intents"]) for row in rows])
    by_encoder = np.where(known, encoder.right(rows) & (encoder.outside < reject), encoder.outside >= reject)
    sure = np.array([answer["sure"] for answer in edge])
    by_edge = known & edge_right(edge, rows)
    both = np.where(sure, by_edge, by_encoder)
    return {"decided at the edge": share(sure), "of those in scope": share(sure[known]), "encoder alone": share(by_encoder), "both tiers": share(both),
            "out of scope accepted at the edge": share(sure[~known])}


class Group:
    """Rows of one test with what both tiers say of them."""

    def __init__(self, rows: list[dict], encoder: Answers, edge: list[dict]):
        self.rows, self.encoder, self.edge = rows, encoder, edge

    def where(self, keep) -> "Group":
        chosen = [i for i, row in enumerate(self.rows) if keep(row)]
        return Group([self.rows[i] for i in chosen], Answers(self.encoder.chances[chosen], self.encoder.outside[chosen]), [self.edge[i] for i in chosen])

    def __add__(self, other: "Group") -> "Group":
        both = Answers(np.concatenate([self.encoder.chances, other.encoder.chances]), np.concatenate([self.encoder.outside, other.encoder.outside]))
        return Group(self.rows + other.rows, both, self.edge + other.edge)


def foreign_rows(public_data: Path) -> dict[str, list[dict]]:
    clinc = [r["text"] for r in read_rows(public_data / "clinc150/data.jsonl") if r["split"] == "test" and not r["in_finance"]
             and r["intent"] not in CLINC_SMALL_TALK and r["domain"] != "small_talk"]
    crosswoz = [r["text"] for r in read_rows(public_data / "crosswoz_zh_oos/data.jsonl") if r["split"] == "test"]
    as_rows = lambda texts, language: [{"text": text, "lang": language, "intents": [], "tags": []} for text in texts]  # noqa: E731
    return {"CLINC150": as_rows(clinc, "en"), "CrossWOZ": as_rows(crosswoz, "zh")}


def evaluate(served: ServedEncoder, edge_folder: Path, public_data: Path) -> dict:
    reject = served.block["thresholds"]["reject"]

    def ask(rows: list[dict]) -> Group:
        texts = [row["text"] for row in rows]
        return Group(rows, ask_encoder(served, texts), ask_edge(edge_folder, texts))

    benchmark, unseen = ask(benchmark_rows(public_data)), ask(unseen_rows())
    single = unseen.where(lambda row: len(row["intents"]) == 1)
    figures = {"BANKING77 test": in_scope(benchmark.encoder, benchmark.rows, reject) | {"edge alone": share(edge_right(benchmark.edge, benchmark.rows))}}
    for language in ("en", "zh"):
        group = single.where(lambda row: row["lang"] == language)
        figures[f"unseen {language}"] = in_scope(group.encoder, group.rows, reject) | {"edge alone": share(edge_right(group.edge, group.rows))}
    figures["unseen pairs"] = pairs(single.encoder, single.rows)
    figures["unseen, several intents"] = several(served, unseen.rows)
    foreign = {f"unseen {tag}": unseen.where(lambda row: tag in row["tags"]).encoder.outside for tag in ("far", "near", "hostile")}
    foreign |= {name: ask(rows).encoder.outside for name, rows in foreign_rows(public_data).items()}
    figures["out of scope"] = rejection(single.encoder.outside, foreign, reject)
    for name, group in (("BANKING77 and unseen", benchmark + unseen), ("unseen", unseen)):
        figures[f"both tiers, {name}"] = edge_tier(group.edge, group.encoder, group.rows, reject)
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--encoder", "--edge", "--public-data"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    figures = json.dumps(evaluate(ServedEncoder(options.encoder), options.edge, options.public_data), indent=2, ensure_ascii=False)
    print(figures)
    if options.json is not None:
        options.json.write_text(figures + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
