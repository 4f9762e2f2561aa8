"""Makes core/src/test/resources/reference/hf/{distilbert_mlm,roberta_mlm,bert_multi_label,bert_regression}.

Tiny random models of Hugging Face's families, like those beside them: inputs, logits, loss and every gradient of the loss,
without dropout, and of the first two ten steps of AdamW (clip 1, learning rate 5e-3 after two steps of warm-up, falling to 0; weight
decay 0.01 but for biases and LayerNorm). The last two have the tanh form of GELU and other problems than one class a text.

    python tools/reference/huggingface_small.py        (PyTorch 2.13, Transformers 5.18)
"""

import json
import pathlib

import torch
import transformers

FOLDER = pathlib.Path(__file__).parents[2] / "core/src/test/resources/reference/hf"
LENGTHS = [11, 7, 2, 5, 9]
STEPS = 10
WARMUP = 2
PEAK = 5e-3
IGNORED = -100

shape = dict(vocab_size=53, max_position_embeddings=17)
bert = dict(shape, hidden_size=24, num_hidden_layers=2, num_attention_heads=3, intermediate_size=29)
distilbert = dict(shape, dim=24, n_layers=2, n_heads=3, hidden_dim=29)


def inputs(first, last, padding):
    ids = torch.full((len(LENGTHS), max(LENGTHS)), padding)
    mask = torch.zeros_like(ids)
    for row, length in enumerate(LENGTHS):
        ids[row, :length] = torch.randint(5, 53, (length,))
        ids[row, 0], ids[row, length - 1] = first, last
        mask[row, :length] = 1
    return ids, mask


def hidden(ids, mask):
    labels = torch.full_like(ids, IGNORED)
    chosen = (torch.rand(ids.shape) < 0.3) & (mask == 1)
    chosen[:, 0] = False
    labels[chosen] = ids[chosen]
    ids[chosen] = 3
    return labels


def write(name, model, ids, mask, labels, steps=STEPS):
    # LayerNorm and biases start from 1 and 0: other numbers make mistakes show
    for parameter in model.parameters():
        parameter.data += 0.05 * torch.randn_like(parameter)
    model.eval()  # no dropout
    model.save_pretrained(FOLDER / name)
    named = dict(model.named_parameters())
    plain = [p for n, p in named.items() if n.endswith("bias") or "norm" in n.lower()]
    decaying = [p for n, p in named.items() if not (n.endswith("bias") or "norm" in n.lower())]
    adam = torch.optim.AdamW([dict(params=decaying, weight_decay=0.01), dict(params=plain, weight_decay=0.0)], lr=PEAK)
    rates = [PEAK * (s / WARMUP if s < WARMUP else (STEPS - s) / (STEPS - WARMUP)) for s in range(STEPS)]
    golden = dict(input_ids=ids.tolist(), attention_mask=mask.tolist(), labels=labels.tolist())
    losses, norms = [], []
    for step, rate in enumerate(rates[:steps]):
        for group in adam.param_groups:
            group["lr"] = rate
        adam.zero_grad()
        out = model(input_ids=ids, attention_mask=mask, labels=labels)
        out.loss.backward()
        if step == 0:
            golden["logits"] = out.logits.tolist()
            golden["grads_step0"] = {n: p.grad.tolist() for n, p in named.items()}
        losses.append(out.loss.item())
        norms.append(torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0).item())
        adam.step()
    golden["train"] = dict(learning_rates=rates, losses=losses, grad_norms=norms)
    if steps == STEPS:
        golden["params_after_10"] = {n: p.tolist() for n, p in named.items()}
    (FOLDER / name / "golden.json").write_text(json.dumps(golden))


torch.manual_seed(7)
ids, mask = inputs(1, 2, 0)
labels = hidden(ids, mask)
write("distilbert_mlm", transformers.DistilBertForMaskedLM(transformers.DistilBertConfig(**distilbert)), ids, mask, labels)

ids, mask = inputs(0, 2, 1)
labels = hidden(ids, mask)
config = transformers.RobertaConfig(**bert, type_vocab_size=1, pad_token_id=1, layer_norm_eps=1e-5)
write("roberta_mlm", transformers.RobertaForMaskedLM(config), ids, mask, labels)

ids, mask = inputs(1, 2, 0)
config = transformers.BertConfig(
    **bert, hidden_act="gelu_new", num_labels=3, problem_type="multi_label_classification"
)
labels = torch.randint(0, 2, (len(LENGTHS), 3)).float()
write("bert_multi_label", transformers.BertForSequenceClassification(config), ids, mask, labels, steps=1)

config = transformers.BertConfig(**bert, hidden_act="gelu_pytorch_tanh", num_labels=2, problem_type="regression")
labels = torch.randn(len(LENGTHS), 2)
write("bert_regression", transformers.BertForSequenceClassification(config), ids, mask, labels, steps=1)
