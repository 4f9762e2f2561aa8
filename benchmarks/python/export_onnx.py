"""Writes a random BERT of a shape as model.onnx, and with 8-bit weights as model-int8.onnx: export_onnx.py SHAPE DIRECTORY"""

import pathlib
import sys

import torch

import peer
from torch_training import bert


class Logits(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, input_ids, attention_mask):
        return self.model(input_ids=input_ids, attention_mask=attention_mask).logits


def main():
    shape, directory = peer.Shape.parse(sys.argv[1]), pathlib.Path(sys.argv[2])
    torch.manual_seed(1)
    model, _ = bert(shape)
    ids = torch.ones(2, 7, dtype=torch.long)
    file = directory / "model.onnx"
    axes = {0: "batch", 1: "length"}
    torch.onnx.export(
        Logits(model).eval(),
        (ids, ids),
        str(file),
        input_names=["input_ids", "attention_mask"],
        output_names=["logits"],
        dynamic_axes={"input_ids": axes, "attention_mask": axes, "logits": {0: "batch"}},
        opset_version=17,
        dynamo=False,
    )
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(str(file), str(directory / "model-int8.onnx"), weight_type=QuantType.QInt8)
    print("ready", torch.__version__)


if __name__ == "__main__":
    main()
