"""Loads model directories that Valence wrote with Transformers, and compares their logits with those Valence computed.

Weights of 16 bits are computed with in 32, as Valence does. Beside each directory NAME stands NAME.json with input_ids and
logits, and ids of texts. Fails on any warning, on a tensor that is missing, unexpected or of another shape, on other ids, and on a
logit that differs by more than 1e-5 of the largest.

    mvn -B -ntp -pl core test -Dtest='HuggingFaceDirectoryTest,ExportedDirectoryTest' -Dvalence.directories=/tmp/directories
    python tools/reference/load_directory.py /tmp/directories        (PyTorch 2.13, Transformers 5.18)
"""

import json
import logging
import pathlib
import sys
import warnings

import torch
import transformers

TOLERANCE = 1e-5


class Heard(logging.Handler):
    """Everything that is said at the level of a warning or above."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.messages = []

    def emit(self, record):
        self.messages.append(record.getMessage())


def compare(directory, heard):
    architecture = json.loads((directory / "config.json").read_text())["architectures"][0]
    masked = architecture.endswith("ForMaskedLM")
    auto = transformers.AutoModelForMaskedLM if masked else transformers.AutoModelForSequenceClassification
    model, info = auto.from_pretrained(directory, dtype=torch.float32, output_loading_info=True)
    assert type(model).__name__ == architecture, type(model)
    for kind, names in info.items():
        assert not names, f"{directory}: {kind}: {names}"
    wanted = json.loads((directory.parent / f"{directory.name}.json").read_text())
    tokenizer = transformers.AutoTokenizer.from_pretrained(directory)
    for text, ids in wanted["texts"].items():
        assert tokenizer(text, truncation=True)["input_ids"] == ids, f"{directory}: other ids of '{text}'"
    model.eval()
    with torch.no_grad():
        rows = [model(input_ids=torch.tensor([ids])).logits.reshape(-1) for ids in wanted["input_ids"]]
    found = torch.cat(rows)
    expected = torch.tensor(wanted["logits"])
    assert found.shape == expected.shape, (found.shape, expected.shape)
    worst = ((found - expected).abs().max() / expected.abs().max()).item()
    assert worst < TOLERANCE, f"{directory}: logits differ by {worst}"
    assert not heard.messages, f"{directory}: {heard.messages}"
    print(f"{directory.name}: {architecture}, {model.config.problem_type}, logits within {worst:.1e} of the largest")


if __name__ == "__main__":
    warnings.simplefilter("error")
    heard = Heard()
    transformers.utils.logging.set_verbosity_warning()
    transformers.utils.logging.disable_progress_bar()
    for name in ("transformers", "safetensors", "torch", ""):
        logging.getLogger(name).addHandler(heard)
    directories = [d.parent for d in sorted(pathlib.Path(sys.argv[1]).glob("*/config.json"))]
    assert directories, "no directories"
    for found in directories:
        compare(found, heard)
