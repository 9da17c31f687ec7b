"""The measuring part of src/bench/cost-model, which says what it does."""

import argparse
import dataclasses
import hashlib
import json
import math
import os
import pathlib
import socket
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "word2vec"))
import bench  # noqa: E402  (lies in the folder that was just named)
import squares  # noqa: E402

FOLDER = bench.BENCH / "cost-model"
SHARES = {"small": 16, "middle": 4, "large": 1}  # of the largest text's words
BESIDE = 30_000  # words of the validation split, and of the test split
PARTS = ["prepare", "fit", "test", "report"]
RARE = {"vocab.min-count": 5, "vocab.max-size": 0}
CORES = 2  # that the standalone cluster has together


def options():
    parser = argparse.ArgumentParser(prog="src/bench/cost-model", description=sys.argv[1].strip())
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("corpus", metavar="CORPUS")
    parser.add_argument("parts", nargs="*", metavar="PART", choices=[*PARTS, []], default=[])
    parser.add_argument("--words", type=int, default=4_800_000, metavar="N")
    parser.add_argument("--again", action="store_true")
    return parser.parse_args(sys.argv[2:])


@dataclasses.dataclass(frozen=True)
class Run:
    """A stage over one of the texts, on so many executors of one slot."""

    stage: str
    text: str
    executors: int
    settings: tuple  # of (key, value), the vocabulary's too

    @property
    def name(self):
        values = " ".join(f"{key}={value}" for key, value in self.settings if key not in RARE or self.stage == "train")
        return f"{self.stage} {self.text} x{self.executors} {values}".strip()

    def options(self):
        return [part for key, value in self.settings for part in ("--set", f"{key}={value}")]

    def placement(self):
        return ["--executors", self.executors, "--cores", min(self.executors, CORES)]


def word2vec(text, dimension, workers, executors=1, **more):
    values = {"dimension": dimension, "workers": workers, "epochs": 1, **more}
    named = {f"word2vec.{key.replace('_', '-')}": value for key, value in values.items()}
    return Run("word2vec", text, executors, tuple({**RARE, **named}.items()))


def ngram(text, order, executors=1):
    return Run("ngram", text, executors, tuple({**RARE, "ngram.order": order}.items()))


def train(tokens, hidden, words, workers, executors=1, batch=16, bptt=20, **more):
    values = {"max-tokens": tokens, "model.hidden": hidden, "model.embedding": hidden, "workers": workers, "batch": batch,
              "bptt": bptt, "epochs": 1, **{key.replace("_", "-"): value for key, value in more.items()}}
    named = {f"train.{key}": value for key, value in values.items()}
    return Run("train", "middle", executors, tuple({"vocab.min-count": 1, "vocab.max-size": words, **named}.items()))


FIT = [
    word2vec("small", 100, 1),
    word2vec("small", 100, 1, epochs=5),
    word2vec("middle", 48, 1),
    word2vec("middle", 200, 1),
    word2vec("middle", 200, 1, formats="[]"),  # tells what is written as text from what is not
    word2vec("middle", 100, 1, window=2, sample=1e-5, epochs=2),
    word2vec("middle", 200, 2),
    word2vec("small", 100, 4, rounds_per_epoch=8),
    word2vec("small", 200, 8, rounds_per_epoch=4),
    ngram("small", 5),
    ngram("middle", 3),
    ngram("middle", 5),
    train(32_000, 100, 10_000, 1),
    train(96_000, 100, 10_000, 1),
    train(48_000, 200, 10_000, 1),
    train(64_000, 200, 2_500, 1),
    train(48_000, 100, 10_000, 2),
    train(48_000, 200, 10_000, 2, round_minibatches=2),
    train(48_000, 100, 10_000, 8, round_minibatches=1),
]

TEST = [
    word2vec("large", 144, 1, 1),
    word2vec("large", 144, 2, 2),
    word2vec("large", 144, 4, 4),
    word2vec("large", 144, 8, 2),
    word2vec("large", 144, 16, 2),
    ngram("large", 5, 1),
    ngram("large", 5, 2),
    ngram("large", 5, 4),
    train(160_000, 150, 10_000, 1, 1, batch=20, bptt=35),
    train(160_000, 150, 10_000, 2, 2, batch=20, bptt=35),
    train(160_000, 150, 10_000, 4, 4, batch=20, bptt=35),
    train(160_000, 150, 10_000, 8, 2, batch=10, bptt=35),
]


class Texts:
    """Lines of the corpus, evenly over it: texts of different sizes are then as alike as they can be."""

    def __init__(self, corpus, words):
        self.corpus = corpus
        self.words = words
        key = hashlib.sha256(f"{corpus.resolve()} {corpus.stat().st_size} {words}".encode()).hexdigest()[:8]
        self.folder = FOLDER / f"{corpus.stem}-{words}-{key}"

    def root(self, text):
        return self.folder / text

    def prepare(self):
        for text, share in SHARES.items():
            if not (self.root(text) / "bench.conf").exists():
                self._write(text, self.words // share)
        for run in {(run.text, run.settings[:2]) for run in FIT + TEST}:
            text, vocabulary = run
            self.encode(text, dict(vocabulary))

    def _write(self, text, words):
        root = self.root(text)
        root.mkdir(parents=True, exist_ok=True)
        with open(self.corpus, encoding="utf-8", newline="\n") as file:
            lines = [line for line in file if line.strip()]
        lengths = [len(line.split()) for line in lines]
        every = sum(lengths) / (words + 2 * BESIDE)
        if every < 1:
            bench.stop(f"{self.corpus} has {sum(lengths):,} words, and --words {words} wants {words + 2 * BESIDE:,}.")
        places = [int(place * every) for place in range(int(len(lines) / every))]
        splits = {"valid": [], "test": [], "train": []}
        left = {"valid": BESIDE, "test": BESIDE}
        for number, place in enumerate(places):
            split = ("valid", "test")[number % 2] if number % 16 < 2 and left[("valid", "test")[number % 2]] > 0 else "train"
            if split in left:
                left[split] -= lengths[place]
            splits[split].append(lines[place])
        sources = []
        for split, chosen in splits.items():
            (root / f"{split}.txt").write_text("".join(chosen), encoding="utf-8")
            sources.append(f"{{ path = {json.dumps(str(root / (split + '.txt')))}, split = {split} }}")
        (root / "corpus.conf").write_text(
            'name = bench\ntitle = "bench"\nlicence = "unstated"\nencoding = UTF-8\ndocument { kind = line }\n'
            f"duplicates = keep\nsplit {{ kind = own }}\nsources = [ {', '.join(sources)} ]\n", encoding="utf-8")
        (root / "bench.conf").write_text(
            f"run.pipeline = bench\nstorage.root = {json.dumps(str(root / 'storage'))}\n"
            f"prepare.corpus = {json.dumps(str(root / 'corpus.conf'))}\n", encoding="utf-8")

    def encode(self, text, vocabulary):
        facts = self.root(text) / f"vocabulary-{vocabulary['vocab.max-size']}.json"
        if not facts.exists():
            given = [part for key, value in vocabulary.items() for part in ("--set", f"{key}={value}")]
            for stage in ("prepare", "tokenize"):
                stage_of(self.root(text), stage, *given)
            manifest, folder = stage_of(self.root(text), "vocab", *given)
            facts.write_text(json.dumps({"counts": manifest["counts"], "file": str(folder / "vocabulary.txt")}))
        return json.loads(facts.read_text())

    def vocabulary(self, run):
        facts = self.root(run.text) / f"vocabulary-{dict(run.settings)['vocab.max-size']}.json"
        if not facts.exists():
            bench.stop("a text is not prepared. Run the part `prepare` first.")
        return json.loads(facts.read_text())


def stage_of(root, stage, *given, **environment):
    """Runs a stage; its manifest, and the folder of the attempt."""
    shell = bench.Perplex.__new__(bench.Perplex)
    shell.root = root
    shell.assignments = []
    config = root / "bench.conf"
    more = {"PERPLEX_SPARK": "local", "PERPLEX_MASTER": "local[2]", "SPARK_DRIVER_MEMORY": "2g", **environment}
    bench.run([bench.HOME / "jobs" / stage, "--config", config, *given], env={**os.environ, **more})
    results = sorted((root / "storage/runs").glob("*/result.json"), key=lambda file: file.stat().st_mtime)
    result = json.loads(results[-1].read_text(encoding="utf-8"))
    place = bench.urllib.parse.urlparse(result["stages"][stage]["artefact"]).path
    folder = pathlib.Path(bench.urllib.parse.unquote(place))
    manifest = json.loads(max(folder.glob("manifest-*.json")).read_text(encoding="utf-8"))
    return manifest, folder / manifest["attempt"]


def measured(texts, run, master, spark):
    """Seconds by phase, and what else the model can be held against."""
    given = ["--force", *run.options()]
    manifest, folder = stage_of(texts.root(run.text), run.stage, *given, PERPLEX_SPARK=str(spark), PERPLEX_MASTER=master,
                                SPARK_LOCAL_IP="127.0.0.1")
    stage = manifest["record"]["seconds"]
    result = {"stage": stage, "bytes": sum(file["bytes"] for file in manifest["files"]), "counts": manifest["counts"]}
    if run.stage == "word2vec":
        training = manifest["counts"]["training-milliseconds"] / 1000
        return {**result, "phases": {"training": training, "output": stage - training},
                "tokens": manifest["counts"]["tokens"], "training": training}
    if run.stage == "ngram":
        return {**result, "phases": {"counting": stage}, "tokens": manifest["counts"]["tokens"], "training": stage}
    curve = json.loads((folder / "training.json").read_text())["curve"]
    seconds = curve[-1]["seconds"]
    before = 0
    minibatches = 0
    for point in curve:
        minibatches += (1 - point["averaging-share"]) * (point["seconds"] - before)
        before = point["seconds"]
    return {**result, "phases": {"minibatches": minibatches, "averaging": seconds - minibatches, "validation": stage - seconds},
            "tokens": curve[-1]["tokens"], "training": seconds}


def measure(texts, runs, kept, again):
    """Those that are not kept; the cluster is up only while something is measured."""
    wanted = [run for run in runs if again or run.name not in kept]
    if not wanted:
        return
    work = bench.fresh(FOLDER / "cluster")
    os.environ["WORKER_CORES"] = "2"  # four executors of one slot share two cores
    with bench.standalone(work / "logs", worker_memory="4g") as master:
        for run in wanted:
            spark = bench.properties(work / f"cluster-{run.executors}.properties", cores_max=run.executors)
            kept[run.name] = measured(texts, run, master, spark)
            bench.note(f"{run.name}: {kept[run.name]['stage']:.1f} s {shown(kept[run.name]['phases'])}")
            keep(texts, kept)


def shown(phases):
    return " ".join(f"{phase} {seconds:.2f}" for phase, seconds in phases.items())


def results_file(texts):
    return texts.folder / "measured.json"


def keep(texts, kept):
    results_file(texts).write_text(json.dumps(kept, indent=1))


def plan(texts, run, *more):
    """What `perplex plan` says of a run."""
    facts = texts.vocabulary(run)
    key = hashlib.sha256(f"{run.name} {more} {(bench.HOME / 'target/perplex-all.jar').stat().st_mtime_ns}".encode()).hexdigest()[:12]
    known = texts.folder / "plans" / f"{key}.json"
    if not known.exists():
        known.parent.mkdir(exist_ok=True)
        command = [bench.HOME / "jobs/perplex", "plan", "--json", "--vocabulary", facts["file"], "--tokens",
                   facts["counts"]["train.tokens"], "--valid-tokens", facts["counts"]["valid.tokens"],
                   *run.placement(), *run.options(), *more]
        done, _ = bench.run(command)
        known.write_text(done.stdout)
    return json.loads(known.read_text())["stages"][run.stage]


def equations(texts, kept):
    """By phase: rows of (amounts by constant, seconds)."""
    phases = {}
    for run in FIT:
        said = plan(texts, run)
        for phase, seconds in kept[run.name]["phases"].items():
            workers = dict(run.settings).get("train.workers", 1)
            if phase == "minibatches" and workers > 1:
                continue  # workers take turns here, and a round knows the slowest alone
            if phase == "averaging" and workers > 1:
                # The others' minibatches are no averaging, though a round counts them so.
                seconds -= (workers - 1) * kept[run.name]["phases"]["minibatches"]
            phases.setdefault((run.stage, phase), []).append((said["amounts"][phase], max(0.0, seconds), run))
    return phases


def growth(points):
    """The power through two points (tokens, seen)."""
    (tokens, seen), (more, many) = points
    power = min(1.0, math.log(many / seen) / math.log(more / tokens))
    return {"factor": seen / tokens**power, "power": power}


def loopback():
    """Bytes a second through a socket of this machine."""
    size = 1 << 30
    with socket.create_server(("127.0.0.1", 0)) as server:
        def serve():
            with server.accept()[0] as sender:
                block = bytes(1 << 20)
                for _ in range(size >> 20):
                    sender.sendall(block)
        thread = threading.Thread(target=serve)
        thread.start()
        with socket.create_connection(server.getsockname()) as receiver:
            buffer = bytearray(1 << 20)
            start = time.perf_counter()
            while receiver.recv_into(buffer):
                pass
            seconds = time.perf_counter() - start
        thread.join()
    return size / seconds


def fitted(texts, kept):
    constants = {}
    for (stage, phase), rows in equations(texts, kept).items():
        names = sorted({name for amounts, _, _ in rows for name in amounts})
        unit = {name: {"s": 1, "ms": 1e-3, "ns": 1e-9}[name.rsplit("-", 1)[1]] for name in names}
        # Each error counts by its share of the seconds, but none for less than a second's share would.
        weights = [1 / max(1.0, seconds) for _, seconds, _ in rows]
        matrix = [[amounts.get(name, 0) * unit[name] * weight for name in names] for (amounts, _, _), weight in zip(rows, weights)]
        values = squares.solve(matrix, [seconds * weight for (_, seconds, _), weight in zip(rows, weights)])
        constants.update(zip(names, (float(f"{value:.4g}") for value in values)))
    sizes = [texts.vocabulary(ngram(text, 5))["counts"] for text in ("small", "middle")]
    tokens = [counts["train.tokens"] for counts in sizes]
    orders = [kept[ngram(text, 5).name]["counts"] for text in ("small", "middle")]
    words = growth([(count, counts["train.types"]) for count, counts in zip(tokens, sizes)])
    grams = [words] + [growth([(count, counts[f"ngrams.{n}"]) for count, counts in zip(tokens, orders)]) for n in range(2, 6)]
    return {
        "version": 1,
        "processor": f"{bench.machine()['processor']}, {bench.machine()['simd']}",
        "text": f"{texts.corpus.stem}, {tokens[0]:,} and {tokens[1]:,} tokens",
        "constants": constants,
        "network-bytes-per-second": float(f"{loopback():.2g}"),
        "words": words,
        "ngrams": grams,
    }


def report(texts, kept):
    missing = [run.name for run in FIT if run.name not in kept]
    if missing:
        bench.stop(f"{len(missing)} trainings to fit on are not measured. Run the part `fit` first.")
    costs = fitted(texts, kept)
    file = FOLDER / "costs.json"
    file.write_text(json.dumps(costs, indent=2) + "\n")
    version = hashlib.sha256(file.read_bytes()).hexdigest()[:12]
    copy = texts.folder / f"costs-{version}.json"
    copy.write_bytes(file.read_bytes())
    lines = []
    for title, runs in (("fitted on", FIT), ("not seen before", TEST)):
        print(f"\n{title}\n{'':<80}{'predicted':>10}{'measured':>10}{'ratio':>7}{'training':>10}{'measured':>10}{'ratio':>7}{'tokens/s':>10}")
        for run in runs:
            if run.name not in kept:
                continue
            said = plan(texts, run, "--costs", copy)
            real = kept[run.name]
            by_phase = said["seconds-by-phase"]
            training = sum(by_phase.get(phase, 0) for phase in ("training", "counting", "minibatches", "averaging", "network"))
            lines.append({"run": run.name, "seen": runs is FIT, "predicted": said["seconds"], "measured": real["stage"],
                          "predicted training": training, "measured training": real["training"], "phases": by_phase,
                          "measured phases": real["phases"], "tokens/s": real["tokens"] / real["training"]})
            print(f"{run.name:<80}{said['seconds']:>10.1f}{real['stage']:>10.1f}{said['seconds'] / real['stage']:>7.2f}"
                  f"{training:>10.1f}{real['training']:>10.1f}{training / real['training']:>7.2f}{real['tokens'] / real['training']:>10,.0f}")
            print(f"    predicted {shown(by_phase)}   measured {shown(real['phases'])}   bytes {said['storage-bytes']:,} {real['bytes']:,}")
    unseen = [abs(math.log(line["predicted"] / line["measured"])) for line in lines if not line["seen"]]
    if unseen:
        print(f"\nof {len(unseen)} not seen before, {sum(e < math.log(1.15) for e in unseen)} within 15 %; the worst is {math.exp(max(unseen)) - 1:.0%} off")
    result = {"bench": "cost-model", "machine": bench.machine(), "costs": costs, "lines": lines}
    print(f"costs: {file.relative_to(bench.HOME)}; all of it: {bench.keep('cost-model', result)}")


def main():
    asked = options()
    if not (bench.HOME / "target/perplex-all.jar").exists():
        bench.stop("target/perplex-all.jar is missing. Build it: mvn -DskipTests package")
    texts = Texts(bench.files([asked.corpus])[0], asked.words)
    parts = asked.parts or PARTS
    if "prepare" in parts:
        texts.prepare()
    kept = json.loads(results_file(texts).read_text()) if results_file(texts).exists() else {}
    for part, runs in (("fit", FIT), ("test", TEST)):
        if part in parts:
            measure(texts, runs, kept, asked.again)
    if "report" in parts:
        report(texts, kept)


if __name__ == "__main__":
    bench.main(main)
