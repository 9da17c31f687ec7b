"""What the language model's benches share: a corpus as ids, and Perplex's `train` over it."""

import json
import pathlib
import re
import sys

import numpy

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "word2vec"))
import bench  # noqa: E402  (lies in the folder that was just named)

HERE = pathlib.Path(__file__).resolve().parent
FOLDER = bench.BENCH / "lm"


class Text:
    """Splits of a text for Perplex: a file each. `words` is the size of the vocabulary, symbols included."""

    min_count = 1

    def __init__(self, name, words, **splits):
        self.folder = FOLDER / f"{name}-{words}"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.words = words
        self.splits = splits  # train, valid, test: paths


class Perplex(bench.Perplex):
    """`bench.Perplex` over splits of their own, up to `train`."""

    def __init__(self, text, assignments=(), root=None):
        self.corpus = text
        splits = {name: text.splits[name] for name in ("train", "valid", "test")}
        self.configure(root or text.folder / "storage", assignments, splits, f"vocab {{ min-count = 1, max-size = {text.words} }}")

    def encode(self):
        """Up to `vocab`; leaves each split's ids as one file of int32 and returns these and the counts."""
        for stage in ("prepare", "tokenize"):
            self.stage(stage)
        manifest, folder, _ = self.stage("vocab")
        files = {}
        for split in ("train", "valid", "test"):
            shards = [file for file in manifest["files"] if re.fullmatch(rf"{split}/.*\.ids", file["name"])]
            ids = [numpy.fromfile(folder / pathlib.Path(file["path"]), "<i4") for file in sorted(shards, key=lambda f: f["name"])]
            files[split] = self.root / f"{split}.ids"
            numpy.concatenate(ids).tofile(files[split])
        return files, manifest["counts"]

    def trained(self, settings, *options, **how):
        """`train` with these settings; its manifest, the folder of the artefact, and the learning curve."""
        for key, value in settings.items():
            options += ("--set", f"train.{key}={value}")
        manifest, folder, _ = self.stage("train", *options, **how)
        return manifest, folder, json.loads((folder / "training.json").read_text(encoding="utf-8"))


def settings(hidden, batch, bptt, workers, **more):
    """Settings of Zaremba et al.'s small network, in this size."""
    return {
        "engine": "fused",
        "workers": workers,
        "batch": batch,
        "bptt": bptt,
        "rate": 1,
        "clip": 5,
        "state": "stream",
        "optimizer.method": "sgd",
        "model.layers": 2,
        "model.hidden": hidden,
        "model.embedding": hidden,
        "model.range": 0.1 if hidden < 400 else 0.05,
        "model.forget-bias": 0,
        **more,
    }


def pytorch_values(settings):
    """The same settings as PyTorch's side reads them."""
    names = {"layers": "model.layers", "hidden": "model.hidden", "range": "model.range", "forget_bias": "model.forget-bias"}
    return {name: settings[names.get(name, name)] for name in ("batch", "bptt", "rate", "clip", *names)}


def pytorch(values):
    """A run of PyTorch in a process of its own."""
    done, _ = bench.run([sys.executable, HERE / "pytorch_train.py", json.dumps(values)])
    result = bench.last_json(done.stdout)
    if "refused" in result:
        raise bench.Refused(result["refused"])
    return result
