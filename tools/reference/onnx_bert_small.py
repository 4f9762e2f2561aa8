"""Writes formats/src/test/resources/dev/valence/formats/onnx: tiny random BERT encoders, exported by PyTorch in several ways.

For each `NAME.onnx` the tensors that the importer must find are in `weights.safetensors`, as Hugging Face's BertModel names
them. Needs torch, transformers, onnx and onnxscript.
"""

import pathlib
import sys
import warnings

import onnx
import torch
from safetensors.torch import save_file
from transformers import BertConfig, BertModel

TARGET = pathlib.Path(__file__).parents[2] / "formats/src/test/resources/dev/valence/formats/onnx"

CONFIG = dict(
    vocab_size=23,
    hidden_size=10,
    num_hidden_layers=2,
    num_attention_heads=2,
    intermediate_size=13,
    max_position_embeddings=11,
    type_vocab_size=3,
    layer_norm_eps=1e-12,
)


class Encoder(torch.nn.Module):
    """Names the outputs as Optimum does; the pooler is an output as in the embedding models of LangChain4j."""

    def __init__(self, bert: BertModel, pooled: bool):
        super().__init__()
        self.bert = bert
        self.pooled = pooled

    def forward(self, input_ids, attention_mask, token_type_ids):
        output = self.bert(input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids)
        return (output.last_hidden_state, output.pooler_output) if self.pooled else output.last_hidden_state


def bert(activation: str, attention: str) -> BertModel:
    torch.manual_seed(20)
    config = BertConfig(hidden_act=activation, attn_implementation=attention, **CONFIG)
    model = BertModel(config).eval()
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            # Biases and LayerNorms too, so that no two tensors are alike.
            parameter.copy_(torch.randn(parameter.shape) * 0.1 + (1 if name.endswith("LayerNorm.weight") else 0))
    return model


def export(name: str, activation: str, attention: str, opset: int, dynamo: bool, pooled: bool) -> None:
    model = Encoder(bert(activation, attention), pooled)
    ids = torch.tensor([[2, 5, 7, 11, 3], [2, 13, 17, 3, 0]])
    inputs = (ids, (ids != 0).long(), torch.zeros_like(ids))
    names = ["input_ids", "attention_mask", "token_type_ids"]
    arguments = dict(
        input_names=names,
        output_names=["last_hidden_state", "pooler_output"][: 2 if pooled else 1],
        opset_version=opset,
        dynamo=dynamo,
    )
    if dynamo:
        batch, sequence = torch.export.Dim("batch", min=2, max=64), torch.export.Dim("sequence", min=3, max=11)
        arguments["dynamic_shapes"] = {key: {0: batch, 1: sequence} for key in names}
        arguments["external_data"] = False
    else:
        arguments["dynamic_axes"] = {key: {0: "batch", 1: "sequence"} for key in names}
    file = str(TARGET / f"{name}.onnx")
    torch.onnx.export(model, inputs, file, **arguments)
    strip(file)


def strip(file: str) -> None:
    """Leaves out stack traces and inferred shapes, which nobody computes with, to keep the file small."""
    model = onnx.load(file)
    del model.graph.value_info[:]
    del model.graph.metadata_props[:]
    for node in model.graph.node:
        node.doc_string = ""
        del node.metadata_props[:]
    onnx.save(model, file)


def main() -> None:
    warnings.simplefilter("ignore")
    TARGET.mkdir(parents=True, exist_ok=True)
    export("gelu_opset11", "gelu", "eager", 11, dynamo=False, pooled=False)
    export("gelu_new_opset14_pooled", "gelu_new", "eager", 14, dynamo=False, pooled=True)
    export("relu_opset17_sdpa", "relu", "sdpa", 17, dynamo=False, pooled=False)
    export("gelu_opset18_dynamo", "gelu", "sdpa", 18, dynamo=True, pooled=True)
    weights = {name: tensor.contiguous() for name, tensor in bert("gelu", "eager").state_dict().items()}
    save_file(weights, TARGET / "weights.safetensors", metadata={"format": "pt"})
    for file in sorted(TARGET.iterdir()):
        print(file.name, file.stat().st_size, file=sys.stderr)


if __name__ == "__main__":
    main()
