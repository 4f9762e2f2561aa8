"""Loss and gradient of distillation by PyTorch, in double precision, for dev.valence.internal.model.DistillationLossTest.

    python tools/reference/distillation_loss.py > core/src/test/resources/reference/distillation.json      (torch)

Three rows of five classes, the second without a label: α·T²·kl_div(log_softmax(student/T), softmax(teacher/T)) and
(1 - α)·cross_entropy(student, label), summed over the rows. Students and teachers are drawn in single precision.
"""

import json

import torch
import torch.nn.functional as F

ROWS, CLASSES, UNLABELLED = 3, 5, -1
CASES = [(1.0, 0.5), (2.0, 0.5), (2.0, 1.0), (7.0, 0.9), (0.5, 0.3), (3.0, 0.0)]


def case(temperature: float, alpha: float) -> dict:
    student = (3 * torch.randn(ROWS, CLASSES)).double().requires_grad_()
    teacher = (3 * torch.randn(ROWS, CLASSES)).double()
    labels = torch.tensor([3, UNLABELLED, 0])
    soft = F.kl_div(
        F.log_softmax(student / temperature, dim=-1), F.softmax(teacher / temperature, dim=-1), reduction="sum"
    )
    hard = F.cross_entropy(student, labels, ignore_index=UNLABELLED, reduction="sum")
    loss = alpha * temperature**2 * soft + (1 - alpha) * hard
    loss.backward()
    return {
        "temperature": temperature,
        "alpha": alpha,
        "student": student.tolist(),
        "teacher": teacher.tolist(),
        "labels": labels.tolist(),
        "loss": loss.item(),
        "gradient": student.grad.tolist(),
    }


torch.manual_seed(17)
print(json.dumps([case(*settings) for settings in CASES], indent=1))
