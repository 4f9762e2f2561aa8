"""Losses and gradients of PyTorch's CrossEntropyLoss with class weights and label smoothing, for ClassLossTest.

    python tools/reference/class_loss.py
"""

import torch

LOGITS = [[0.5, -1.25, 2.0], [-0.75, 0.25, 0.125], [3.0, 1.5, -2.5], [0.0, 0.0, 0.0], [-1.0, 4.0, 0.5]]
LABELS = [2, 0, 1, 1, 1]
CASES = {
    "plain": ([1.0, 1.0, 1.0], 0.0),
    "weights": ([0.5, 1.75, 3.0], 0.0),
    "smoothing": ([1.0, 1.0, 1.0], 0.1),
    "weights and smoothing": ([0.5, 1.75, 3.0], 0.3),
}

for name, (weights, smoothing) in CASES.items():
    logits = torch.tensor(LOGITS, dtype=torch.float64, requires_grad=True)
    criterion = torch.nn.CrossEntropyLoss(torch.tensor(weights, dtype=torch.float64), label_smoothing=smoothing)
    loss = criterion(logits, torch.tensor(LABELS))
    loss.backward()
    print(name, weights, smoothing)
    print(f"  loss {loss.item():.12f}")
    for row in logits.grad:
        print("  " + ", ".join(f"{value:.12f}" for value in row.tolist()))
