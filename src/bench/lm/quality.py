"""The measuring part of src/bench/lm-quality, which says what it does."""

import argparse
import hashlib
import json
import math
import pathlib
import sys

import lm
import numpy
import torch
from lm import bench
from pytorch_train import LanguageModel, load

EOS = 1


def options():
    parser = argparse.ArgumentParser(prog="src/bench/lm-quality", description=sys.argv[1].strip())
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("folder", metavar="WIKITEXT-2-FOLDER")
    parser.add_argument("--workers", default="1,2,4,8", metavar="N,...", help="default: 1,2,4,8")
    for name, default in (("epochs", 6), ("words", 10_000), ("hidden", 200), ("batch", 20), ("bptt", 35), ("seed", 1), ("max-tokens", 0), ("constant-epochs", 2), ("anneal", 0)):
        parser.add_argument("--" + name, type=int, default=default, metavar="N", help=f"default: {default}")
    parser.add_argument("--no-pytorch", action="store_true", help="measure Perplex alone")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="a setting of Perplex alone")
    return parser.parse_args(sys.argv[2:])


TRAINS = ("lm", "kernel", "cluster", "vocab", "provenance")  # packages whose classes make the weights
ANNEALING = 0.1  # rate of what --anneal adds
DIVISOR = 2  # what each epoch after those at the full rate divides it by


class Kept:
    """Finished trainings, by all that they depend on."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def weights(self, key):
        name = hashlib.sha256(json.dumps(key, sort_keys=True).encode()).hexdigest()[:16]
        return self.folder / f"{name}.npz"

    def result(self, key, make):
        file = self.weights(key).with_suffix(".json")
        if not file.exists():
            result = make(self.weights(key))
            file.write_text(json.dumps({"of": key, **result}, indent=2) + "\n", encoding="utf-8")
        return json.loads(file.read_text(encoding="utf-8"))


def perplexity(weights, ids, layers=2):
    """Of a stream of ids, read with the state carried from an <eos> on."""
    model = LanguageModel(*weights["embedding.weight"].shape[:1], weights["rnn.weight_hh_l0"].shape[1], layers)
    load(model, weights)
    stream = torch.from_numpy(numpy.concatenate([[EOS], ids]).astype("i8"))
    state, total = None, 0.0
    with torch.no_grad():
        for at in range(0, len(stream) - 1, 1000):
            labels = stream[at + 1 : at + 1001]
            inputs = stream[at : at + len(labels)].unsqueeze(1)
            outputs, state = model.rnn(model.embedding(inputs), state)
            total += torch.nn.functional.cross_entropy(model.softmax(outputs.flatten(0, 1)), labels, reduction="sum").item()
    return math.exp(total / (len(stream) - 1))


def code(assignments):
    """Of what trains: with another, trainings are made anew, in a storage of their own."""
    build = bench.build_of_perplex("train", TRAINS, assignments)
    return hashlib.sha256(json.dumps(build).encode()).hexdigest()[:12]


def perplex_side(asked, perplex, build, ids, workers, plain):
    settings = lm.settings(
        asked.hidden, asked.batch, asked.bptt, workers,
        **{
            "epochs": asked.epochs,
            "max-tokens": asked.max_tokens,
            "seed": asked.seed,
            "segment-tokens": 0,
            "schedule.course": "decay",
            "schedule.constant-epochs": asked.constant_epochs,
            "schedule.divisor": DIVISOR,
            **({"outer.rate": 1} if plain else {}),
        },
    )

    def make(npz):
        # Without --force: a training that was stopped goes on, one that is there is taken.
        _, folder, training = perplex.trained(settings, master="local[2]")
        command = [bench.HOME / "jobs/perplex", "export", "--set", f"storage.root={perplex.root}", "--model", folder.parent]
        command += ["--format", "npz", "--to", npz]
        npz.unlink(missing_ok=True)
        bench.run(command)
        weights = dict(numpy.load(npz))
        return {"perplexity": perplexity(weights, ids["test"]), "curve": training["curve"], "best": training["best"]}

    key = {"side": "perplex", "settings": settings, "set": asked.set, "code": build, "ids": digest(ids)}
    return key, make


def pytorch_side(asked, files, counts, ids):
    values = {
        **lm.pytorch_values(lm.settings(asked.hidden, asked.batch, asked.bptt, 1)),
        "words": counts["vocabulary"], "seed": asked.seed, "threads": 2, "epochs": asked.epochs,
        "constant_epochs": asked.constant_epochs, "divisor": DIVISOR, "lane_length": asked.max_tokens // asked.batch,
    }

    def make(npz):
        result = lm.pytorch({**values, "ids": str(files["train"]), "save": str(npz)})
        return {"perplexity": perplexity(dict(numpy.load(npz)), ids["test"]), **result}

    return {"side": "pytorch", "values": values, "ids": digest(ids)}, make


def annealed(asked, files, counts, ids, kept, key):
    """Test perplexity after some more tokens at a low rate, by PyTorch whoever trained before."""
    values = {
        **lm.pytorch_values(lm.settings(asked.hidden, asked.batch, asked.bptt, 1)),
        "words": counts["vocabulary"], "seed": asked.seed, "threads": 2, "epochs": 1, "constant_epochs": 1,
        "divisor": 1, "lane_length": asked.anneal // asked.batch, "rate": ANNEALING,
    }

    def make(npz):
        begin = str(kept.weights(key))
        result = lm.pytorch({**values, "ids": str(files["train"]), "weights": begin, "save": str(npz)})
        return {"perplexity": perplexity(dict(numpy.load(npz)), ids["test"]), **result}

    return kept.result({"after": key, "values": values}, make)["perplexity"]


def digest(ids):
    return hashlib.sha256(b"".join(ids[name].tobytes() for name in sorted(ids))).hexdigest()[:16]


def main():
    asked = options()
    folder = pathlib.Path(asked.folder)
    splits = {name: bench.files([folder / f"{name}.txt"])[0] for name in ("train", "valid", "test")}
    text = lm.Text("quality", asked.words, **splits)
    build = code(asked.set)
    perplex = lm.Perplex(text, asked.set, root=text.folder / f"storage-{build}")
    files, counts = perplex.encode()
    ids = {name: numpy.fromfile(file, "<i4") for name, file in files.items()}
    kept = Kept(text.folder / "trained")
    before = bench.machine()
    rows = []
    sides = [] if asked.no_pytorch else [("pytorch", pytorch_side(asked, files, counts, ids))]
    for workers in map(int, asked.workers.split(",")):
        for plain in [False] if workers == 1 else [False, True]:
            name = f"{bench.count(workers, 'worker')}{', plain averaging' if plain else ''}"
            sides.append((name, perplex_side(asked, perplex, build, ids, workers, plain)))
    for name, (key, make) in sides:
        with bench.measuring():
            result = kept.result(key, make)
            if asked.anneal:
                result["annealed"] = annealed(asked, files, counts, ids, kept, key)
        bench.note(f"{name}: test perplexity {result['perplexity']:.2f}")
        rows.append((name, result))
    report(asked, counts, rows, before)


def report(asked, counts, rows, before):
    print(f"\nWikiText-2, {counts['vocabulary']:,} words, 2 x {asked.hidden}, {bench.count(asked.epochs, 'epoch')}, seed {asked.seed}")
    print(bench.machine_line(before, bench.machine()))
    print("test perplexity, the test split read as one stream; validation perplexity after each epoch\n")
    one = next((result["perplexity"] for name, result in rows if name == "1 worker"), None)
    print(f"{'':<28} {'test':>8} {'to one worker':>14} {'annealed' if asked.anneal else '':>9}   validation")
    for name, result in rows:
        ratio = f"{100 * (result['perplexity'] / one - 1):+.1f} %" if one and name != "1 worker" else ""
        curve = "  ".join(f"{p['validation-perplexity']:.1f}" for p in result["curve"] if "validation-perplexity" in p)
        after = f"{result['annealed']:.2f}" if asked.anneal else ""
        print(f"{name:<28} {result['perplexity']:>8.2f} {ratio:>14} {after:>9}   {curve}")
    result = {"bench": "lm-quality", "settings": vars(asked), "machine": before, "rows": dict(rows)}
    print(f"\nall of it: {bench.keep('lm-quality', result)}")


if __name__ == "__main__":
    bench.main(main)
