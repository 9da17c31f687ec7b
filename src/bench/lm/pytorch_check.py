"""The test perplexity of an exported model by PyTorch, beside the report's.

usage: pytorch_check.py STORAGE FOLDER [RUN]; FOLDER holds model.npz and model.safetensors
"""

import glob
import json
import math
import os
import struct
import sys

import numpy
import pyarrow.parquet as parquet
import torch

EOS = 1


class Model(torch.nn.Module):
    """A word language model with members of the exported names."""

    def __init__(self, shapes):
        super().__init__()
        words, embedding = shapes["embedding.weight"]
        hidden = shapes["rnn.weight_hh_l0"][1]
        layers = sum(name.startswith("rnn.weight_hh_l") for name in shapes)
        self.embedding = torch.nn.Embedding(words, embedding)
        self.rnn = torch.nn.LSTM(embedding, hidden, layers)
        self.softmax = torch.nn.Linear(hidden, words)

    def forward(self, ids):
        return self.softmax(self.rnn(self.embedding(ids))[0])


def safetensors(path):
    """The file by its specification, so that no further package is needed."""
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        data = file.read()
    header.pop("__metadata__", None)
    return {
        name: numpy.frombuffer(data[slice(*entry["data_offsets"])], "<f4").reshape(entry["shape"])
        for name, entry in header.items()
    }


def path(uri):
    return uri[len("file:"):] if uri.startswith("file:") else uri


def artefact(uri):
    folder = path(uri)
    with open(max(glob.glob(os.path.join(folder, "manifest-*.json"))), encoding="utf-8") as file:
        manifest = json.load(file)
    return os.path.join(folder, manifest["attempt"]), manifest


def latest(storage):
    results = {}
    for file in glob.glob(os.path.join(storage, "runs", "*", "result.json")):
        with open(file, encoding="utf-8") as text:
            result = json.load(text)
        if "report" in result.get("stages", {}):
            results[str(result.get("ended"))] = result
    return results[max(results)]


def result_of(storage, run):
    if not run:
        return latest(storage)
    with open(os.path.join(storage, "runs", run, "result.json"), encoding="utf-8") as text:
        return json.load(text)


def read_documents(stages):
    """The test documents' ids, in order."""
    folder, manifest = artefact(stages["vocab"]["artefact"])
    paths = {each["name"]: os.path.join(folder, each["path"]) for each in manifest["files"]}
    for name in sorted(paths):
        if name.startswith("test/") and name.endswith(".ids"):
            ids = numpy.fromfile(paths[name], "<i4")
            index = parquet.read_table(paths[name.replace(".ids", ".docs.parquet")])
            for row in index.select(["offset", "tokens"]).to_pylist():
                yield ids[row["offset"]:row["offset"] + row["tokens"]]


def main():
    storage, folder, run = sys.argv[1], sys.argv[2], sys.argv[3]
    stages = result_of(storage, run)["stages"]
    report_folder, _ = artefact(stages["report"]["artefact"])
    with open(os.path.join(report_folder, "report.json"), encoding="utf-8") as file:
        report = json.load(file)
    wanted = next(each for each in report["models"] if each["model"] == "lstm")["perplexity"]
    weights = dict(numpy.load(os.path.join(folder, "model.npz")))
    again = safetensors(os.path.join(folder, "model.safetensors"))
    assert weights.keys() == again.keys()
    assert all(numpy.array_equal(weights[name], again[name]) for name in weights)
    model = Model({name: array.shape for name, array in weights.items()})
    model.load_state_dict({name: torch.from_numpy(array.copy()) for name, array in weights.items()})
    nats, tokens = 0.0, 0
    with torch.no_grad():
        for ids in read_documents(stages):
            labels = torch.from_numpy(ids.astype(numpy.int64))
            inputs = torch.cat([torch.tensor([EOS]), labels[:-1]])
            logits = model(inputs[:, None])[:, 0]
            nats += torch.nn.functional.cross_entropy(logits, labels, reduction="sum").item()
            tokens += len(ids)
    found = math.exp(nats / tokens)
    print(f"tokens {tokens:,} (report {report['test']['tokens']:,}); perplexity: PyTorch {torch.__version__}"
          f" {found:.6f}, Perplex {wanted:.6f}, difference {found - wanted:+.2e}")
    if tokens != report["test"]["tokens"] or abs(found - wanted) > 1e-3:
        sys.exit("pytorch_check: the two differ")


if __name__ == "__main__":
    main()
