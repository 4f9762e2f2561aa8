"""Makes core/src/test/resources/reference/pre_norm/golden.json.

An encoder with LayerNorm in front of its sublayers as PyTorch has it (TransformerEncoder with norm_first and a last norm), behind
scaled embeddings with sinusoids, and a head that reads some rows: logits, loss and every gradient, under this project's names.

    python tools/reference/pre_norm_small.py        (PyTorch 2.13)
"""

import json
import math
import pathlib

import torch
from torch import nn

VOCABULARY, LAYERS, HEADS, WIDTH, FEED_FORWARD, LENGTH, CLASSES = 31, 2, 3, 12, 17, 11, 5
TEXTS = [[1, 7, 30, 3, 2], [1, 2], [1, 9, 9, 0, 23, 17, 2]]
ROWS = [1, 3, 6, 7, 8, 12]  # among the tokens of all texts
TARGETS = [4, 0, 2, 2, 1, 3]
FILE = pathlib.Path(__file__).parents[2] / "core/src/test/resources/reference/pre_norm/golden.json"

torch.manual_seed(11)
torch.set_default_dtype(torch.float64)
layer = nn.TransformerEncoderLayer(WIDTH, HEADS, FEED_FORWARD, dropout=0.0, norm_first=True, batch_first=True)
encoder = nn.TransformerEncoder(layer, LAYERS, norm=nn.LayerNorm(WIDTH), enable_nested_tensor=False)
embedding = nn.Embedding(VOCABULARY, WIDTH)
transform, norm, output = nn.Linear(WIDTH, WIDTH), nn.LayerNorm(WIDTH), nn.Linear(WIDTH, CLASSES)
model = nn.ModuleList([embedding, encoder, transform, norm, output])
for parameter in model.parameters():
    parameter.data = 0.3 * torch.randn_like(parameter) + (1.0 if parameter.dim() == 1 and parameter.numel() == WIDTH else 0.0)

position = torch.arange(LENGTH)[:, None]
even = torch.arange(0, WIDTH, 2)
angles = position / 10_000 ** (even / WIDTH)
sinusoids = torch.stack([angles.sin(), angles.cos()], dim=2).reshape(LENGTH, WIDTH)


def encode(ids):
    x = embedding(torch.tensor([ids])) * math.sqrt(WIDTH) + sinusoids[: len(ids)]
    return encoder(x)[0]


hidden = torch.cat([encode(ids) for ids in TEXTS])[ROWS]
logits = output(norm(torch.relu(transform(hidden))))
loss = nn.functional.cross_entropy(logits, torch.tensor(TARGETS))
loss.backward()


def linear(name, module, of):
    return {f"{name}.kernel": of(module.weight).T, f"{name}.bias": of(module.bias)}


def normed(name, module, of):
    return {f"{name}.scale": of(module.weight), f"{name}.bias": of(module.bias)}


def tensors(of):
    named = {"embeddings.token": of(embedding.weight)}
    for i, block in enumerate(encoder.layers):
        prefix = f"encoder.layers.{i}"
        weights = of(block.self_attn.in_proj_weight).chunk(3)
        biases = of(block.self_attn.in_proj_bias).chunk(3)
        for part, weight, bias in zip(["query", "key", "value"], weights, biases):
            named |= {f"{prefix}.attention.{part}.kernel": weight.T, f"{prefix}.attention.{part}.bias": bias}
        named |= linear(f"{prefix}.attention.output", block.self_attn.out_proj, of)
        named |= normed(f"{prefix}.attention_norm", block.norm1, of)
        named |= linear(f"{prefix}.feed_forward.inner", block.linear1, of)
        named |= linear(f"{prefix}.feed_forward.outer", block.linear2, of)
        named |= normed(f"{prefix}.feed_forward_norm", block.norm2, of)
    named |= normed("encoder.norm", encoder.norm, of)
    named |= linear("head.transform", transform, of) | normed("head.norm", norm, of) | linear("head.output", output, of)
    return {name: tensor.flatten().tolist() for name, tensor in named.items()}


golden = dict(
    texts=TEXTS,
    rows=ROWS,
    targets=TARGETS,
    logits=logits.flatten().tolist(),
    loss=loss.item(),
    weights=tensors(lambda parameter: parameter.data),
    gradients=tensors(lambda parameter: parameter.grad),
)
FILE.parent.mkdir(parents=True, exist_ok=True)
FILE.write_text(json.dumps(golden) + "\n")
