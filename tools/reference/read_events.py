"""Reads a TensorBoard event file or a folder of them with TensorBoard's own reader and prints tags, steps and values.

Usage: read_events.py RUN_FOLDER
       read_events.py --golden   prints the bytes of the two records in TensorBoardWriterTest, as TensorBoard writes them
"""

import io
import sys

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.summary.writer.record_writer import RecordWriter


def show(path: str) -> None:
    accumulator = EventAccumulator(path, size_guidance={"scalars": 0})
    accumulator.Reload()
    for tag in accumulator.Tags()["scalars"]:
        for event in accumulator.Scalars(tag):
            print(tag, event.step, event.value, f"{event.wall_time:.6f}")


def golden() -> None:
    value = Summary.Value(tag="Loss/größe", simple_value=-0.625)
    for event in (
        Event(wall_time=1700000000.5, file_version="brain.Event:2"),
        Event(wall_time=1700000007.25, step=300, summary=Summary(value=[value])),
    ):
        record = io.BytesIO()
        RecordWriter(record).write(event.SerializeToString())
        print(record.getvalue().hex())


if __name__ == "__main__":
    golden() if sys.argv[1] == "--golden" else show(sys.argv[1])
