"""Makes core/src/test/resources/reference/hf/*/padding_inside.json.

What Transformers computes of texts in which the token for padding is written like any other: Hugging Face's tokenizers give it
attention_mask 1. RoBERTa gives it the position padding_idx and does not count it; BERT and DistilBERT count it. The models are
those in the folders; for RoBERTa the loss and its gradients are there, too.

    python tools/reference/padding_inside.py        (PyTorch 2.13, Transformers 5.18)
"""

import json
import pathlib

import torch
import transformers

FOLDER = pathlib.Path(__file__).parents[2] / "core/src/test/resources/reference/hf"
# what stands for padding, for the first and the last token of a text, and for others, by their numbers
TEXTS = ["<..p..>", "<p.pp...>", "<....p>", "<pppp>", "p.<.p..", "<...>"]
LONGEST = max(map(len, TEXTS))
IGNORED = -100


def ids(text, first, last, padding):
    special = {"<": first, ">": last, "p": padding}
    return [special[c] if c in special else int(torch.randint(5, 53, ())) for c in text]


def write(name, first, last, padding):
    masked = name.endswith("_mlm")
    kind = transformers.AutoModelForMaskedLM if masked else transformers.AutoModelForSequenceClassification
    model = kind.from_pretrained(FOLDER / name).eval()
    assert model.config.pad_token_id == padding
    torch.manual_seed(11)
    rows = [ids(text, first, last, padding) for text in TEXTS]
    inputs = torch.tensor([row + [padding] * (LONGEST - len(row)) for row in rows])
    mask = torch.tensor([[1] * len(row) + [0] * (LONGEST - len(row)) for row in rows])
    if masked:
        labels = torch.full_like(inputs, IGNORED)
        chosen = (inputs >= 5) & (torch.rand(inputs.shape) < 0.4)
        labels[chosen] = inputs[chosen]
        inputs[chosen] = 3
    else:
        labels = torch.arange(len(TEXTS)) % 3
    out = model(input_ids=inputs, attention_mask=mask, labels=labels)
    golden = dict(input_ids=inputs.tolist(), attention_mask=mask.tolist(), labels=labels.tolist())
    golden["logits"] = out.logits.tolist()
    if name.startswith("roberta"):
        out.loss.backward()
        golden["train"] = dict(losses=[out.loss.item()])
        golden["grads_step0"] = {n: p.grad.tolist() for n, p in model.named_parameters()}
    (FOLDER / name / "padding_inside.json").write_text(json.dumps(golden))


for suffix in ("", "_mlm"):
    write("bert" + suffix, 1, 2, 0)
    write("distilbert" + suffix, 1, 2, 0)
    write("roberta" + suffix, 0, 2, 1)
