"""Fine-tuning by Transformers' Trainer: transformers_trainer.py SHAPE WORKLOAD BATCH THREADS fp32|bf16 OUTPUT

Its usual way: AdamW, batches of like lengths padded to their longest text. A round is an epoch; the callback that ends one
waits for the next.
"""

import sys
import time

import torch
import transformers

import peer
from torch_training import bert


class Epochs(transformers.TrainerCallback):
    """Answers each line of input with the time of an epoch; the first is for warming up."""

    def __init__(self, texts, description):
        self.texts = texts
        self.description = description
        self.start = 0.0
        self.warm = False

    def on_epoch_begin(self, args, state, control, **kwargs):
        self.start = time.perf_counter()

    def on_epoch_end(self, args, state, control, **kwargs):
        if self.warm:
            print(self.texts, time.perf_counter() - self.start, flush=True)
        else:
            self.warm = True
            print("ready", self.description, flush=True)
        control.should_training_stop = not sys.stdin.readline()


def main():
    shape, workload, size, threads, precision, output = sys.argv[1:]
    labels, texts = peer.read_workload(workload)
    torch.set_num_threads(int(threads))
    model, _ = bert(peer.Shape.parse(shape))
    rows = [
        {"input_ids": ids, "attention_mask": [1] * len(ids), "labels": label, "length": len(ids)}
        for ids, label in zip(texts, labels)
    ]

    def collate(batch):
        longest = max(len(row["input_ids"]) for row in batch)
        pad = lambda values: values + [0] * (longest - len(values))
        return {
            "input_ids": torch.tensor([pad(row["input_ids"]) for row in batch]),
            "attention_mask": torch.tensor([pad(row["attention_mask"]) for row in batch]),
            "labels": torch.tensor([row["labels"] for row in batch]),
        }

    arguments = transformers.TrainingArguments(
        output_dir=output,
        per_device_train_batch_size=int(size),
        num_train_epochs=10_000,
        learning_rate=1e-5,
        save_strategy="no",
        logging_strategy="no",
        report_to=[],
        disable_tqdm=True,
        use_cpu=True,
        bf16=precision == "bf16",
        train_sampling_strategy="group_by_length",
    )
    description = f"{transformers.__version__}, PyTorch {torch.__version__}, {threads} threads, like lengths"
    trainer = transformers.Trainer(
        model=model,
        args=arguments,
        train_dataset=rows,
        data_collator=collate,
        callbacks=[Epochs(len(texts), description)],
    )
    trainer.train()


if __name__ == "__main__":
    main()
