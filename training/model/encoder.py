"""The bilingual encoder: twelve transformer layers (after Vaswani et al. 2017, as BERT arranges them) and all heads on top."""
import json
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional as F

HEAD = 384  # width of the layer that the small heads share
TEACHER = 768  # width of all-mpnet-base-v2


class Layer(nn.Module):
    def __init__(self, hidden: int, heads: int, feed_forward: int, epsilon: float):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(hidden, 3 * hidden)
        self.out = nn.Linear(hidden, hidden)
        self.norm1 = nn.LayerNorm(hidden, epsilon)
        self.up = nn.Linear(hidden, feed_forward)
        self.down = nn.Linear(feed_forward, hidden)
        self.norm2 = nn.LayerNorm(hidden, epsilon)
        self.dropout = nn.Dropout(0.1)

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        rows, length, hidden = x.shape
        q, k, v = self.qkv(x).view(rows, length, 3, self.heads, hidden // self.heads).permute(2, 0, 3, 1, 4)  # [rows, heads, length, 32] each
        attended = F.scaled_dot_product_attention(q, k, v, attn_mask=mask).transpose(1, 2).reshape(rows, length, hidden)
        x = self.norm1(x + self.dropout(self.out(attended)))
        return self.norm2(x + self.dropout(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    def __init__(self, config: dict, labels: int):
        super().__init__()
        hidden, epsilon = config["hidden"], config["epsilon"]
        self.config = config
        self.words = nn.Embedding(config["vocabulary"], hidden)
        self.positions = nn.Parameter(torch.zeros(config["positions"], hidden))  # the only token type's vector is added in
        self.norm = nn.LayerNorm(hidden, epsilon)
        self.layers = nn.ModuleList(Layer(hidden, config["heads"], config["feed_forward"], epsilon) for _ in range(config["layers"]))
        self.dropout = nn.Dropout(0.1)
        self.shared = nn.Linear(2 * hidden, HEAD)
        self.intents = nn.Linear(HEAD, labels)
        self.several = nn.Linear(HEAD, labels)  # each intent by itself: does the message hold it?
        self.reject = nn.Linear(HEAD, 1)
        self.language = nn.Linear(HEAD, 3)
        self.flags = nn.Linear(HEAD, 2)
        self.teacher = nn.Linear(hidden, TEACHER)  # in training alone

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> dict[str, torch.Tensor]:
        """ids, mask: [rows, length]; mask is 1 where there is a token."""
        x = self.norm(self.words(ids) + self.positions[: ids.shape[1]])
        attention = torch.zeros_like(mask, dtype=x.dtype).masked_fill(mask == 0, torch.finfo(x.dtype).min)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, attention)
        weights = mask.unsqueeze(-1).to(x.dtype)
        mean = (x * weights).sum(1) / weights.sum(1)  # [rows, hidden]
        shared = self.dropout(F.gelu(self.shared(self.dropout(torch.cat([mean, x[:, 0]], -1)))))
        return {"intent_logits": self.intents(shared), "several_logits": self.several(shared), "reject_logit": self.reject(shared).squeeze(-1),
                "language_logits": self.language(shared), "flag_logits": self.flags(shared), "embedding": F.normalize(mean, dim=-1),
                "teacher": F.normalize(self.teacher(mean), dim=-1)}


def load_start(folder: Path, labels: int) -> Encoder:
    """The converted e5 weights with fresh heads."""
    source = load_file(folder / "weights.safetensors")
    encoder = Encoder(json.loads((folder / "config.json").read_text()), labels)
    hidden = encoder.config["hidden"]
    with torch.no_grad():
        encoder.words.weight.copy_(source["emb.word"])
        encoder.positions.copy_(source["emb.pos"] + source["emb.type"][0])
        encoder.norm.weight.copy_(source["emb.ln.w"])
        encoder.norm.bias.copy_(source["emb.ln.b"])
        for index, layer in enumerate(encoder.layers):
            part = lambda name: source[f"l{index}.{name}"]  # noqa: E731
            layer.qkv.weight.copy_(torch.cat([part(f"{p}.w").view(hidden, hidden) for p in "qkv"]))
            layer.qkv.bias.copy_(torch.cat([part(f"{p}.b") for p in "qkv"]))
            for module, name in ((layer.out, "ao"), (layer.up, "fi"), (layer.down, "fo")):
                module.weight.copy_(part(f"{name}.w").view_as(module.weight))
                module.bias.copy_(part(f"{name}.b"))
            for module, name in ((layer.norm1, "aln"), (layer.norm2, "oln")):
                module.weight.copy_(part(f"{name}.w"))
                module.bias.copy_(part(f"{name}.b"))
    return encoder
