"""The measuring part of src/bench/word2vec-scaling, which says what it does."""

import argparse
import concurrent.futures
import dataclasses
import sys

import bench


def options():
    parser = argparse.ArgumentParser(prog="src/bench/word2vec-scaling", description=sys.argv[1].strip())
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("corpus", nargs="+", metavar="CORPUS", help="tokens, a sentence a line")
    parser.add_argument("--turns", type=int, default=3, metavar="N", help="default: 3")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="a setting of Perplex")
    bench.add_settings(parser)
    return parser.parse_args(sys.argv[2:])


def halves(corpus):
    """
    Two texts of every other line: as alike as two halves can be. A word stands half as often in each,
    so half the min-count keeps about as many words, and the models are of one size.
    """
    files = [corpus.folder / f"half-{number}.txt" for number in (1, 2)]
    with open(corpus.text, encoding="utf-8", newline="\n") as text:
        lines = list(text)  # splitlines() would part lines at separators within a token too
    for start, file in enumerate(files):
        with open(file, "w", encoding="utf-8", newline="\n") as half:
            half.writelines(lines[start::2])
    return [bench.Corpus([file], (corpus.min_count + 1) // 2) for file in files]


def main():
    asked = options()
    settings = bench.settings_of(asked)
    corpus = bench.Corpus(bench.files(asked.corpus), settings.min_count)
    whole = bench.Perplex(corpus, asked.set)
    parts = [bench.Perplex(half, asked.set) for half in halves(corpus)]
    for each in [whole, *parts]:
        each.encode()
    work = bench.HOME / "target/bench/word2vec/cluster"
    spark = bench.properties(bench.fresh(work) / "cluster.properties")
    before = bench.machine()
    turns = []
    for turn in range(1, asked.turns + 1):
        with bench.measuring():
            together = executors(whole, settings, spark, work)
            apart = processes(parts, settings)
        turns.append({"executors": together, "processes": apart})
        both = [sum(rate["words a second"] for rate in side) for side in (together, apart)]
        bench.note(f"turn {turn}: executors {both[0]:,.0f}, processes {both[1]:,.0f} words/s, {both[0] / both[1]:.3f}")
    report(corpus, settings, asked, turns, before)


def rate(perplex, settings, result):
    words = perplex.corpus.tokens * settings.epochs
    return {**result, "words a second": words / result["training"], "of the stage": words / result["stage"]}


def executors(whole, settings, spark, work):
    """One run over two executors of one core; the cluster is up only for it, as its workers use the cores too."""
    with bench.standalone(work / "logs") as master:
        cluster = {"SPARK_LOCAL_IP": "127.0.0.1"}
        result = whole.train(settings, workers=2, spark=str(spark), master=master, environment=cluster)
    return [rate(whole, settings, result)]


def processes(parts, settings):
    """Two runs of one core each, side by side, that know nothing of each other."""
    with concurrent.futures.ThreadPoolExecutor(len(parts)) as pool:
        started = [pool.submit(part.train, settings, workers=1, threads=1, memory="2g") for part in parts]
        return [rate(part, settings, each.result()) for part, each in zip(parts, started)]


def report(corpus, settings, asked, turns, before):
    print(f"\n{corpus.title()}\n{settings.title()}")
    print(bench.machine_line(before, bench.machine()))
    print(f"raw words a second, medians of {bench.count(asked.turns, 'turn')}; a ratio is of one turn, then the median is taken\n")
    print(f"{'':<24} {'words/s':>12} {'of the stage':>14}")
    medians = {}
    for side, title in (("executors", "two executors"), ("processes", "two processes, summed")):
        for key in ("words a second", "of the stage"):
            medians[f"{side} {key}"] = bench.median([sum(each[key] for each in turn[side]) for turn in turns])
        print(f"{title:<24} {medians[side + ' words a second']:>12,.0f} {medians[side + ' of the stage']:>14,.0f}")
    for key, title in (("words a second", "training"), ("of the stage", "stage")):
        ratios = [sum(e[key] for e in turn["executors"]) / sum(e[key] for e in turn["processes"]) for turn in turns]
        medians[f"ratio {title}"] = bench.median(ratios)
        print(f"{'ratio, ' + title:<24} {bench.median(ratios):>12.3f}    turns: {'  '.join(f'{r:.3f}' for r in ratios)}")
    clocks = {each["clock"] for turn in turns for side in turn.values() for each in side}
    if clocks == {"stage"}:
        print("\nThe artefact records no training time of its own, so both are the whole stage's.")
    result = {"bench": "word2vec-scaling", "corpus": corpus.facts, "settings": dataclasses.asdict(settings),
              "perplex settings": asked.set, "machine": before, "medians": medians, "turns": turns}
    print(f"\nall of it: {bench.keep('word2vec-scaling-' + corpus.folder.name, result)}")


if __name__ == "__main__":
    bench.main(main)
