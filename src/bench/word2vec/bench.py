"""What the word2vec benches share: the corpus as every side gets it, the sides, and how results are kept."""

import collections
import contextlib
import dataclasses
import fcntl
import hashlib
import json
import math
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import time
import unicodedata
import urllib.parse
import zipfile

HOME = pathlib.Path(__file__).resolve().parents[3]
BENCH = HOME / "target" / "bench"
PEERS = BENCH / "peers"
HERE = pathlib.Path(__file__).resolve().parent

# Unicode's White_Space, as Perplex's `whitespace` tokenizer splits; str.split() takes more.
WHITE = re.compile("[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
LONGEST = 1000  # tokens of a line: word2vec.c's MAX_SENTENCE_LENGTH; gensim drops what follows the 10,000th
SPECIAL = {"<unk>", "<eos>"}  # Perplex leaves its own symbols untrained


class Refused(Exception):
    """A side said that it cannot do this."""


def main(work):
    """Runs a bench; where a side fails in a way that it cannot go on from, says so without a stack."""
    try:
        work()
    except RuntimeError as failure:
        stop(failure)


def count(number, thing):
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def stop(message):
    sys.exit(f"{pathlib.Path(sys.argv[0]).stem}: {message}")


@dataclasses.dataclass(frozen=True)
class Settings:
    """What every side is told. `rate` falls linearly to (nearly) nothing on all of them."""

    dimension: int = 200
    window: int = 5
    negatives: int = 5
    sample: float = 1e-4
    rate: float = 0.025
    epochs: int = 5
    min_count: int = 5
    seed: int = 1

    def title(self):
        return (
            f"dimension {self.dimension}, window {self.window}, {self.negatives} negatives, sample {self.sample:g}, "
            f"rate {self.rate:g}, {count(self.epochs, 'epoch')}, min-count {self.min_count}"
        )


def add_settings(parser, **defaults):
    """An option for each setting; `defaults` replaces Settings' own."""
    for field in dataclasses.fields(Settings):
        default = defaults.get(field.name, field.default)
        if default is not None:
            parser.add_argument("--" + field.name.replace("_", "-"), type=field.type, default=default, metavar="N")


def settings_of(options, **fixed):
    values = {f.name: getattr(options, f.name) for f in dataclasses.fields(Settings) if hasattr(options, f.name)}
    return Settings(**{**values, **fixed})


class Corpus:
    """
    A text of tokens, the same for every side: NFC, single spaces, no empty lines, lines of more than
    1,000 tokens cut (every side then sees the same sentences), and `<unk>` spelled `\\<unk>`: WikiText
    brings it as text, and the peers train it as a word like any other, so Perplex is to do so too.
    """

    def __init__(self, files, min_count):
        self.min_count = min_count
        key = hashlib.sha256(str(min_count).encode())
        for file in files:
            key.update(file.read_bytes())
        self.name = "+".join(file.stem for file in files)
        self.folder = BENCH / "word2vec" / f"{self.name}-{key.hexdigest()[:8]}"
        self.text = self.folder / "tokens.txt"
        self.words = self.folder / "words.json"  # kept words, most frequent first
        facts = self.folder / "corpus.json"
        if not facts.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            facts.write_text(json.dumps(self._write(files)), encoding="utf-8")
        self.facts = json.loads(facts.read_text(encoding="utf-8"))

    @property
    def tokens(self):
        return self.facts["tokens"]

    def _write(self, files):
        counts = collections.Counter()
        lines = cut = 0
        with open(self.text, "w", encoding="utf-8", newline="\n") as out:
            for file in files:
                for line in open(file, encoding="utf-8", newline="\n"):
                    words = [word for word in WHITE.split(unicodedata.normalize("NFC", line)) if word]
                    words = ["\\" + word if word in SPECIAL else word for word in words]
                    counts.update(words)
                    cut += len(words) > LONGEST
                    for start in range(0, len(words), LONGEST):
                        out.write(" ".join(words[start : start + LONGEST]) + "\n")
                        lines += 1
        kept = sorted((w for w, n in counts.items() if n >= self.min_count), key=lambda w: (-counts[w], w))
        self.words.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
        if not kept:
            stop(f"{self.text}: no word stands {self.min_count} times. Give more text or a lower --min-count.")
        return {
            "tokens": counts.total(),
            "lines": lines,
            "cut": cut,
            "types": len(counts),
            "kept types": len(kept),
            "kept tokens": sum(counts[word] for word in kept),
        }

    def title(self):
        facts = self.facts
        return (
            f"{self.name}: {facts['tokens']:,} tokens, {facts['lines']:,} lines ({facts['cut']:,} longer than "
            f"{LONGEST:,} tokens, cut), {facts['kept types']:,} of {facts['types']:,} words stand "
            f"{self.min_count} times or more"
        )


@dataclasses.dataclass(frozen=True)
class RawText:
    """A text that is not tokenized, as Perplex takes it."""

    text: pathlib.Path
    min_count: int = 1

    @property
    def folder(self):
        facts = self.text.stat()
        key = hashlib.sha256(f"{self.text} {facts.st_size} {facts.st_mtime_ns}".encode()).hexdigest()[:8]
        return BENCH / "word2vec" / f"{self.text.stem}-text-{key}"


# --- running -----------------------------------------------------------------------------------


held = False  # by this process; what runs side by side is one measurement


@contextlib.contextmanager
def measuring():
    """Holds the file BENCH_LOCK, for machines that others build on; one measured command at a time."""
    global held
    name = os.environ.get("BENCH_LOCK")
    if not name or held:
        yield
        return
    with open(name, "a", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        held = True
        try:
            yield
        finally:
            held = False


def run(command, **more):
    """A command's output; what it said, where it fails."""
    with measuring():
        start = time.perf_counter()
        done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, **more)
        seconds = time.perf_counter() - start
    if done.returncode != 0:
        said = "\n".join((done.stdout + done.stderr).strip().splitlines()[-15:])
        raise RuntimeError(f"exit code {done.returncode} of {' '.join(map(str, command))}\n{said}")
    return done, seconds


def last_json(text):
    for line in reversed(text.splitlines()):
        if line.startswith("{"):
            return json.loads(line)
    raise RuntimeError(f"no line of JSON in: {text[-500:]}")


def java(*options):
    modules = [line for line in (HOME / "conf/spark/java17.options").read_text().splitlines() if not line.startswith("#")]
    home = os.environ.get("JAVA_HOME")
    return [f"{home}/bin/java" if home else "java", *modules, *options]


def spark_options(master):
    lines = (HOME / "conf/spark/local.properties").read_text().splitlines()
    pairs = [line.split(None, 1) for line in lines if line.startswith("spark.")]
    log = f"-Dlog4j2.configurationFile=file:{HOME}/conf/log4j2.xml"
    return [log, *(f"-D{key}={value.strip()}" for key, value in pairs if key != "spark.master"), f"-Dspark.master={master}"]


def build_of_perplex(stage, packages, assignments):
    """What a stage's result depends on: classes of these packages, the stage's defaults, the settings given."""
    with zipfile.ZipFile(HOME / "target/perplex-all.jar") as jar:
        trains = re.compile(rf"dev/perplex/({'|'.join(packages)})/.*\.class")
        sums = sorted((entry.filename, entry.CRC) for entry in jar.infolist() if trains.fullmatch(entry.filename))
        defaults = re.search(rf"(?ms)^{stage} \{{.*?^\}}", jar.read("reference.conf").decode())
    return [sums, defaults[0] if defaults else "", assignments]


# --- the sides ---------------------------------------------------------------------------------


class Perplex:
    """Perplex over one corpus: text encoded once, then `word2vec` as often as wanted."""

    def __init__(self, corpus, assignments=(), root=None):
        self.corpus = corpus
        root = root or corpus.folder / "storage"
        # Perplex wants three splits; word2vec reads the first alone.
        nobody = {split: root / f"{split}.txt" for split in ("valid", "test")}
        self.configure(root, assignments, {"train": corpus.text, **nobody}, f"vocab {{ min-count = {corpus.min_count}, max-size = 0 }}")
        for file in nobody.values():
            file.write_text("a line that nobody reads\n", encoding="utf-8")

    def configure(self, root, assignments, splits, settings, document="kind = line"):
        """Where everything lies, a file a split, what a document is, and settings as HOCON."""
        if not (HOME / "target/perplex-all.jar").exists():
            stop("target/perplex-all.jar is missing. Build it: mvn -DskipTests package")
        self.assignments = list(assignments)  # key=value, over everything else
        self.root = root
        root.mkdir(parents=True, exist_ok=True)
        quoted = json.dumps
        sources = [f"{{ path = {quoted(str(file))}, split = {split} }}" for split, file in splits.items()]
        (root / "corpus.conf").write_text(
            f'name = bench\ntitle = "bench"\nlicence = "unstated"\nencoding = UTF-8\ndocument {{ {document} }}\n'
            f"duplicates = keep\nsplit {{ kind = own }}\nsources = [ {', '.join(sources)} ]\n",
            encoding="utf-8",
        )
        (root / "bench.conf").write_text(
            f"run.pipeline = bench\nstorage.root = {quoted(str(root))}\n"
            "promote.data.action = off\n"  # drawn words are no text that a gate would pass
            f"prepare.corpus = {quoted(str(root / 'corpus.conf'))}\n"
            "tokenize { kind = whitespace, letter-case = keep, numbers = keep, eos = line, special-tokens = accept }\n"
            f"{settings}\n",
            encoding="utf-8",
        )

    def stage(self, stage, *options, spark="local", master="local[2]", memory="3g", environment=None):
        """Runs a stage; returns its manifest, its folder, and the seconds of the whole command."""
        more = {"PERPLEX_SPARK": spark, "PERPLEX_MASTER": master, "SPARK_DRIVER_MEMORY": memory, **(environment or {})}
        command = [HOME / "jobs" / stage, "--config", self.root / "bench.conf", *options]
        for assignment in self.assignments:
            command += ["--set", assignment]
        done, seconds = run(command, env={**os.environ, **more})
        results = sorted((self.root / "runs").glob("*/result.json"), key=lambda file: file.stat().st_mtime)
        result = json.loads(results[-1].read_text(encoding="utf-8"))
        if result["exit-code"] != 0:
            raise RuntimeError(f"{stage}: {result['verdict']}\n{done.stdout[-1000:]}")
        place = urllib.parse.urlparse(result["stages"][stage]["artefact"]).path
        folder = pathlib.Path(urllib.parse.unquote(place))
        manifest = json.loads(max(folder.glob("manifest-*.json")).read_text(encoding="utf-8"))
        return manifest, folder / manifest["attempt"], seconds

    def encode(self):
        """Up to `vocab`, and the proof that it holds the same tokens as the peers get."""
        for stage in ("prepare", "tokenize"):
            self.stage(stage)
        manifest, folder, _ = self.stage("vocab")
        counts = manifest["counts"]
        tokens = counts["train.tokens"] - counts["train.eos"]
        if tokens != self.corpus.tokens:
            stop(f"Perplex has {tokens:,} tokens, the peers get {self.corpus.tokens:,}: not the same text.")
        lines = (folder / "vocabulary.txt").read_text(encoding="utf-8").split("\n")[3:-1]
        mine = {line.rsplit("\t", 1)[0].replace("\\\\", "\\") for line in lines}
        theirs = set(json.loads(self.corpus.words.read_text(encoding="utf-8")))
        if mine != theirs:
            odd = sorted(mine ^ theirs)[:5]
            stop(f"Perplex keeps {len(mine):,} words, the peers {len(theirs):,}; for example {odd}.")

    def train(self, settings, workers, threads=None, **how):
        """`word2vec --force`: seconds of the training, of the stage and of the command."""
        options = ["--force"]
        for key, value in {
            "dimension": settings.dimension,
            "window": settings.window,
            "negatives": settings.negatives,
            "sample": settings.sample,
            "rate": settings.rate,
            "epochs": settings.epochs,
            "workers": workers,
            "seed": settings.seed,
        }.items():
            options += ["--set", f"word2vec.{key}={value}"]
        if threads:
            how["master"] = f"local[{threads}]"
        manifest, folder, seconds = self.stage("word2vec", *options, **how)
        return {**times(manifest), "command": seconds, "vectors": str(folder / "vectors.bin")}


def times(manifest):
    """Seconds of the stage and of the training in it; the stage's for both where no training time is recorded."""
    stage = manifest["record"]["seconds"]
    training, clock = training_seconds(manifest)
    return {"training": training or stage, "clock": clock or "stage", "stage": stage}


def training_seconds(manifest):
    """The training's own seconds as the artefact records them; (None, None) where it does not."""
    for holder in (manifest.get("record", {}), manifest.get("counts", {}), manifest):
        for key, value in holder.items():
            if not isinstance(value, (int, float)):
                continue
            if re.fullmatch(r"training([.-]seconds)?", key):
                return float(value), key
            if re.fullmatch(r"training[.-](millis|milliseconds|ms)", key):
                return value / 1000.0, key
    return None, None


def gensim(corpus, settings, threads, feed, vectors="-"):
    """feed: memory or file"""
    values = {**dataclasses.asdict(settings), "threads": threads, "feed": feed}
    done, _ = run([PEERS / "venv/bin/python", HERE / "gensim_train.py", corpus.text, vectors, json.dumps(values)])
    result = last_json(done.stdout)
    whole(result["worked"], corpus.tokens * settings.epochs, "gensim")
    return result


def word2vec_c(corpus, settings, threads, vectors=None):
    # Its paths hold 99 bytes: it works in the corpus' folder, by names.
    name = f"word2vec.c-{os.getpid()}.bin"
    command = [PEERS / "word2vec.c/word2vec", "-train", corpus.text.name, "-output", name, "-binary", 1]
    command += ["-cbow", 0, "-hs", 0, "-negative", settings.negatives, "-size", settings.dimension, "-debug", 0]
    command += ["-window", settings.window, "-sample", f"{settings.sample:g}", "-min-count", settings.min_count]
    command += ["-iter", settings.epochs, "-threads", threads, "-alpha", f"{settings.rate:g}"]
    # The original is its seed 0, so that the first seed measured is the program as it comes.
    seed = {**os.environ, "WORD2VEC_SEED": str(settings.seed - 1)}
    made = corpus.folder / name
    try:
        done, _ = run(command, cwd=corpus.folder, env=seed)
        if vectors:
            made.replace(vectors)
    finally:
        made.unlink(missing_ok=True)
    found = re.search(r"training ([\d.]+) seconds, (\d+) of (\d+) words", done.stderr)
    if not found:
        raise RuntimeError(f"word2vec.c did not say how long it trained: {done.stderr[-500:]}")
    whole(int(found[2]), int(found[3]), "word2vec.c")
    return {"training": float(found[1]), "worked": int(found[2])}


def whole(worked, expected, side):
    """A training that stopped early is no measurement: word2vec.c with the `eof` fault does a single epoch."""
    if not 0.99 < worked / expected < 1.01:
        raise RuntimeError(f"{side} worked through {worked:,} words, not {expected:,}")


def spark_ml(corpus, settings, threads, memory="4g"):
    command = java(f"-Xmx{memory}", *spark_options(f"local[{threads}]"))
    command += ["-cp", f"{PEERS}/spark-ml:{HOME}/target/spark/jars/*", "SparkMlWord2Vec", corpus.text, threads]
    command += [settings.dimension, settings.window, settings.rate, settings.epochs, settings.min_count, settings.seed]
    done, _ = run(command)
    result = last_json(done.stdout)
    if "refused" in result:
        raise Refused(result["refused"])
    return result


def dl4j(corpus, settings, threads):
    command = java("-Xmx4g", f"-Dorg.bytedeco.javacpp.cachedir={PEERS}/dl4j/natives")
    command += ["-cp", f"{PEERS}/dl4j:{PEERS}/dl4j/jars/*", "Dl4jWord2Vec", corpus.text, threads]
    command += [settings.dimension, settings.window, settings.negatives, settings.sample, settings.rate]
    command += [settings.epochs, settings.min_count, settings.seed]
    # One BLAS and OpenMP thread for each of its own, or equal threads would not be equal cores.
    done, _ = run(command, env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"})
    return last_json(done.stdout)


PEER = {
    "gensim": lambda corpus, settings, threads: gensim(corpus, settings, threads, "memory"),
    "gensim-file": lambda corpus, settings, threads: gensim(corpus, settings, threads, "file"),
    "word2vec.c": word2vec_c,
    "spark-ml": spark_ml,
    "dl4j": dl4j,
}


@contextlib.contextmanager
def standalone(folder, worker_memory="2g"):
    """A master and two workers of one core each; gives the master's address."""
    folder.mkdir(parents=True, exist_ok=True)
    cluster = subprocess.Popen(
        [HOME / "src/test/cluster/standalone", folder],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "WORKER_MEMORY": worker_memory},
    )
    try:
        master = cluster.stdout.readline().strip()
        if not master.startswith("spark://"):
            raise RuntimeError(f"no cluster came up; see {folder}")
        yield master
    finally:
        cluster.stdin.close()  # ends it
        cluster.wait(timeout=60)


def properties(file, **changed):
    """conf/spark/cluster.properties with some values of our own, for jobs/submit."""
    own = {"spark." + key.replace("_", "."): value for key, value in changed.items()}
    kept = [
        line
        for line in (HOME / "conf/spark/cluster.properties").read_text(encoding="utf-8").splitlines()
        if line.split(None, 1)[:1] and line.split(None, 1)[0] not in own
    ]
    file.write_text("\n".join(kept + [f"{key} {value}" for key, value in own.items()]) + "\n", encoding="utf-8")
    return file


# --- results -----------------------------------------------------------------------------------


def machine():
    cpus = pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8")
    model = re.search(r"^model name[^:]*: (.*)$", cpus, re.MULTILINE)
    memory = re.search(r"MemTotal: *(\d+)", pathlib.Path("/proc/meminfo").read_text(encoding="utf-8"))
    simd = next((name for name in ("avx512f", "avx2", "avx") if re.search(rf"\b{name}\b", cpus)), "none")
    return {
        "processor": model[1] if model else "unknown",
        "cores": os.cpu_count(),
        "simd": simd,
        "memory GB": round(int(memory[1]) / 2**20),
        "load": " ".join(pathlib.Path("/proc/loadavg").read_text(encoding="utf-8").split()[:3]),
    }


def machine_line(before, after):
    return (
        f"machine: {before['processor']}, {before['cores']} cores, {before['simd']}, {before['memory GB']} GB; "
        f"load before: {before['load']}, after: {after['load']}"
    )


def median(values):
    return statistics.median(values)


def spread(values):
    """Mean, standard deviation, standard error."""
    mean = statistics.fmean(values)
    deviation = statistics.stdev(values) if len(values) > 1 else math.nan
    return mean, deviation, deviation / math.sqrt(len(values))


def keep(name, result):
    file = BENCH / "results" / f"{name}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    return file.relative_to(HOME)


def files(texts):
    paths = [pathlib.Path(text) for text in texts]
    for path in paths:
        if not path.is_file():
            stop(f"{path} is no file.")
    return [path.resolve() for path in paths]


def fresh(folder):
    """A folder that a bench works in, emptied of what an earlier run left."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def note(text):
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)
