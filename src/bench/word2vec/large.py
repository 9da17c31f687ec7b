"""The measuring part of src/bench/word2vec-large, which says what it does."""

import argparse
import dataclasses
import json
import os
import re
import subprocess
import sys
import time

import numpy

import bench


def options():
    parser = argparse.ArgumentParser(prog="src/bench/word2vec-large", description=sys.argv[1].strip())
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--words", type=int, default=1_000_000, metavar="N", help="vocabulary; default: 1000000")
    parser.add_argument("--tokens", type=int, default=20_000_000, metavar="N", help="default: 20000000")
    parser.add_argument("--driver-memory", default="2g", metavar="SIZE", help="default: 2g")
    parser.add_argument("--executor-memory", default="6g", metavar="SIZE", help="of each of the two; default: 6g")
    parser.add_argument("--no-spark-ml", action="store_true", help="leave out what Spark ML says to the same")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="a setting of Perplex")
    bench.add_settings(parser, dimension=300, epochs=1, min_count=None)
    return parser.parse_args(sys.argv[2:])


LINE = 25  # tokens


def zipf(words, tokens):
    """A text of `tokens` words drawn by 1 / rank, each of the vocabulary at least once; the same for the same arguments."""
    file = bench.BENCH / "word2vec" / f"zipf-{words}-{tokens}.txt"
    if file.exists():
        return file
    if tokens < words:
        bench.stop(f"--tokens {tokens} is below --words {words}: not every word would stand in the text.")
    file.parent.mkdir(parents=True, exist_ok=True)
    random = numpy.random.Generator(numpy.random.PCG64(1))
    edges = numpy.cumsum(1.0 / numpy.arange(1, words + 1))
    names = numpy.array([f"w{numpy.base_repr(rank, 36).lower()}" for rank in range(1, words + 1)])
    drawn = numpy.searchsorted(edges, random.random(tokens - words) * edges[-1])
    ranks = numpy.concatenate([drawn, numpy.arange(words)])
    random.shuffle(ranks)
    partial = file.with_suffix(".partial")
    with open(partial, "w", encoding="utf-8") as out:
        for start in range(0, tokens, LINE):
            out.write(" ".join(names[ranks[start : start + LINE]]) + "\n")
    partial.replace(file)
    return file


def train(perplex, settings, asked, spark, master, log):
    """The stage as jobs/word2vec runs it, with the driver's memory watched from outside."""
    options = ["--force"] + [f"word2vec.{key}={value}" for key, value in {
        "dimension": settings.dimension, "window": settings.window, "negatives": settings.negatives,
        "sample": settings.sample, "rate": settings.rate, "epochs": settings.epochs, "workers": 2,
        "seed": settings.seed}.items()]
    command = [str(bench.HOME / "jobs/word2vec"), "--config", str(perplex.root / "bench.conf"), options[0]]
    for assignment in options[1:] + asked.set:
        command += ["--set", assignment]
    environment = {**os.environ, "PERPLEX_SPARK": str(spark), "PERPLEX_MASTER": master, "SPARK_LOCAL_IP": "127.0.0.1",
                   "SPARK_DRIVER_MEMORY": asked.driver_memory, "JAVA_TOOL_OPTIONS": f"-Xlog:gc:file={log}:uptime"}
    start = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    said = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)  # jobs/submit execs java: this is the driver's own
    process.returncode = os.waitstatus_to_exitcode(status)
    collected = log.read_text(encoding="utf-8") if log.exists() else ""  # none where no driver came up
    heaps = [tuple(map(int, found)) for found in re.findall(r"(\d+)M->(\d+)M\(", collected)]
    return {
        "exit code": process.returncode,
        "command": time.perf_counter() - start,
        "driver peak RSS MB": used.ru_maxrss // 1024,
        "driver peak heap MB": max((before for before, _ in heaps), default=0),
        "driver peak heap after collection MB": max((after for _, after in heaps), default=0),
        "said": said.strip().splitlines()[-25:],
    }


def spark_ml(corpus, settings, asked, master):
    """What stock Spark says to the same text, dimension, driver and executors."""
    command = bench.java(f"-Xmx{asked.driver_memory}", *bench.spark_options(master))
    command += [f"-Dspark.executor.memory={asked.executor_memory}", "-Dspark.executor.cores=1"]
    command += ["-cp", f"{bench.PEERS}/spark-ml:{bench.HOME}/target/spark/jars/*", "SparkMlWord2Vec", corpus.text, 2]
    command += [settings.dimension, settings.window, settings.rate, settings.epochs, settings.min_count, settings.seed]
    environment = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_HOME": str(bench.HOME / "target/spark"),
                   "SPARK_SCALA_VERSION": "2.12"}
    done = subprocess.run([str(part) for part in command], env=environment, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return bench.last_json(done.stdout)
    said = done.stderr + done.stdout
    error = re.search(r'Exception in thread "main" ([^\n]*)', said) or re.search(r"(\S*(?:Error|Exception)[^\n]*)", said)
    return {"refused": error[1].strip() if error else f"exit code {done.returncode}"}


def main():
    asked = options()
    settings = bench.settings_of(asked, min_count=1)
    corpus = bench.Corpus([zipf(asked.words, asked.tokens)], 1)
    perplex = bench.Perplex(corpus, asked.set)
    with bench.measuring():
        perplex.encode()
    before = bench.machine()
    work = bench.fresh(bench.BENCH / "word2vec/cluster")
    spark = bench.properties(work / "large.properties", executor_memory=asked.executor_memory)
    theirs = None
    with bench.measuring():
        with bench.standalone(work / "logs", worker_memory=asked.executor_memory) as master:
            ours = train(perplex, settings, asked, spark, master, work / "driver-gc.log")
        if not asked.no_spark_ml:
            with bench.standalone(work / "logs-spark-ml", worker_memory=asked.executor_memory) as master:
                theirs = spark_ml(corpus, settings, asked, master)
    manifests = sorted(perplex.root.glob("artefacts/word2vec/*/manifest-*.json"), key=lambda file: file.stat().st_mtime)
    if ours["exit code"] == 0 and manifests:
        ours.update(bench.times(json.loads(manifests[-1].read_text(encoding="utf-8"))))
    print("\n".join(ours["said"]))
    print(f"\n{corpus.title()}\n{settings.title()}; driver {asked.driver_memory}, two executors of {asked.executor_memory}")
    print(bench.machine_line(before, bench.machine()) + "\n")
    ended = "trained" if ours["exit code"] == 0 else f"FAILED, exit code {ours['exit code']}"
    print(f"perplex: {ended}; the whole command {ours['command']:.0f} s")
    if "training" in ours:
        rate = corpus.tokens * settings.epochs / ours["training"]
        print(f"  training {ours['training']:.0f} s ({rate:,.0f} words/s), stage {ours['stage']:.0f} s")
    print(f"  driver: peak RSS {ours['driver peak RSS MB']:,} MB, peak heap {ours['driver peak heap MB']:,} MB, "
          f"after a collection {ours['driver peak heap after collection MB']:,} MB")
    if theirs:
        print(f"spark-ml: {'refused: ' + theirs['refused'] if 'refused' in theirs else 'trained: ' + str(theirs)}")
    result = {"bench": "word2vec-large", "corpus": corpus.facts, "settings": dataclasses.asdict(settings),
              "machine": before, "perplex": ours, "spark-ml": theirs}
    print(f"\nall of it: {bench.keep('word2vec-large', result)}")
    sys.exit(0 if ours["exit code"] == 0 else 1)


if __name__ == "__main__":
    bench.main(main)
