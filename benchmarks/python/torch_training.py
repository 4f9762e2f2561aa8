"""Training in PyTorch: torch_training.py SHAPE WORKLOAD BATCH THREADS padded|bucketed fp32|bf16

The tutorial's encoder is the one of tools/reference/pytorch_training.py; BERT's shapes are those of Transformers, with its
fused attention. Batches are padded to their longest text; bucketed ones hold texts of like lengths. Adam (fused), gradients
clipped to norm 1.
"""

import pathlib
import random
import sys

import torch

import peer

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tools" / "reference"))


def tutorial(shape):
    from pytorch_training import Model  # of tools/reference

    model = Model(shape.vocabulary, 2, 0.1, shape.width, shape.heads, shape.feed_forward, shape.layers, 512)
    return model, lambda ids, mask: model.head(model.encode(ids)[:, 0])


def bert(shape):
    from transformers import BertConfig, BertForSequenceClassification

    model = BertForSequenceClassification(
        BertConfig(
            vocab_size=shape.vocabulary,
            hidden_size=shape.width,
            num_hidden_layers=shape.layers,
            num_attention_heads=shape.heads,
            intermediate_size=shape.feed_forward,
            num_labels=2,
        )
    )
    return model, lambda ids, mask: model(input_ids=ids, attention_mask=mask).logits


def build(shape):
    """A model and what makes its logits of ids and mask."""
    return bert(shape) if shape.architecture == "bert" else tutorial(shape)


def cut(texts, labels, size, bucketed):
    """Batches of ids, mask and labels, padded to the longest of each."""
    order = list(range(len(texts)))
    random.Random(1).shuffle(order)
    if bucketed:
        order.sort(key=lambda i: len(texts[i]))
    batches = []
    for at in range(0, len(order), size):
        chosen = order[at : at + size]
        ids = torch.zeros(len(chosen), max(len(texts[i]) for i in chosen), dtype=torch.long)
        for row, i in enumerate(chosen):
            ids[row, : len(texts[i])] = torch.tensor(texts[i])
        batches.append((ids, (ids != 0).long(), torch.tensor([labels[i] for i in chosen])))
    random.Random(2).shuffle(batches)
    return batches


def main():
    shape, workload, size, threads, batching, precision = sys.argv[1:]
    labels, texts = peer.read_workload(workload)
    torch.set_num_threads(int(threads))
    torch.manual_seed(1)
    model, logits = build(peer.Shape.parse(shape))
    model.train()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-5, fused=True)
    batches = cut(texts, labels, int(size), batching == "bucketed")

    def step(ids, mask, expected):
        with torch.autocast("cpu", torch.bfloat16, enabled=precision == "bf16"):
            loss = torch.nn.functional.cross_entropy(logits(ids, mask), expected)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()

    def epoch():
        for batch in batches:
            step(*batch)

    for batch in batches[: max(3, len(batches) // 2)]:
        step(*batch)
    peer.serve(f"{torch.__version__}, {threads} threads", len(texts), lambda: [peer.timed(epoch)])


if __name__ == "__main__":
    main()
