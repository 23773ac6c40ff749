"""All text at hand in the two languages: public data, our own rows, the demo bank's articles. For counting pieces and distilling."""
import json
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PUBLIC_FILES = ["banking77/train", "clinc150/data", "hwu64/data", "nlupp_banking/data", "multidogo/finance", "multidogo/insurance",
                "crosswoz_zh_oos/data", "fineva_zh/intents", "fineva_zh/clause_qa", "fineva_zh/knowledge_qa", "zh_finance_law_kb/articles",
                "us_consumer_regs_kb/chunks", "cold_zh/dev"]
FIELDS = ["text", "question", "answer", "context"]


def read_rows(file: Path) -> list[dict]:
    return [json.loads(line) for line in file.read_text(encoding="utf8").split("\n") if line.strip()]


def corpus_texts(public_data: Path) -> list[str]:
    texts: list[str] = []
    for name in PUBLIC_FILES:
        for row in read_rows(public_data / f"{name}.jsonl"):
            texts += [row[field] for field in FIELDS if isinstance(row.get(field), str)]
    for language in ("en", "zh"):
        texts += [row["text"] for row in read_rows(ROOT / f"training/data/guichet/{language}.jsonl")]
    texts += [file.read_text(encoding="utf8") for file in sorted((ROOT / "content").rglob("*.md"))]
    return texts
