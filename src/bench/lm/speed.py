"""The measuring part of src/bench/lm-speed, which says what it does."""

import argparse
import concurrent.futures
import subprocess
import sys

import lm
import numpy
from lm import bench

SIDES = ("perplex", "pytorch-fp32", "pytorch-bf16", "dl4j", "processes")


def options():
    parser = argparse.ArgumentParser(prog="src/bench/lm-speed", description=sys.argv[1].strip())
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("text", nargs="?", metavar="TEXT")
    for name, default in (("hidden", "200,650"), ("peers", ",".join(SIDES[1:]))):
        parser.add_argument("--" + name, default=default, metavar="A,...", help=f"default: {default}")
    for name, default in (("words", 10_000), ("batch", 20), ("bptt", 35), ("turns", 3), ("seconds", 60)):
        parser.add_argument("--" + name, type=int, default=default, metavar="N", help=f"default: {default}")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="a setting of Perplex alone")
    parser.add_argument("--no-profile", action="store_true", help="without the table of where a step's time goes")
    return parser.parse_args(sys.argv[2:])


def zipf(folder, words, tokens=400_000):
    """Words drawn by Zipf's law, 30 a line, every one of them at least once."""
    file = folder / f"zipf-{words}.txt"
    if not file.exists():
        random = numpy.random.default_rng(1)
        kinds = words - 2  # <unk> and <eos> are words too
        drawn = (kinds ** random.random(tokens)).astype(int).clip(1, kinds)
        ids = random.permutation(numpy.concatenate([numpy.arange(1, kinds + 1), drawn]))
        lines = [" ".join(f"w{i}" for i in line) for line in numpy.array_split(ids, len(ids) // 30)]
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


LONG_ROUND = 20  # minibatches: what trainings of ten million tokens and more have by default


class Side:
    """The sides' measurements over one encoded text, for one size of the network."""

    def __init__(self, asked, perplex, ids, counts, hidden):
        self.asked = asked
        self.perplex = perplex
        self.ids = ids
        self.words = counts["vocabulary"]
        self.hidden = hidden
        self.rate = {}  # last tokens a second of a side: how many a turn needs
        self.work = lm.FOLDER / "cluster"

    def measure(self, side):
        if side.startswith("pytorch"):
            return self.pytorch(side.split("-")[1])
        if side == "processes":
            return self.processes()
        return self.cluster("dl4j" if side == "dl4j" else "fused")

    def pytorch(self, precision):
        return lm.pytorch(
            {
                **lm.pytorch_values(lm.settings(self.hidden, self.asked.batch, self.asked.bptt, 1)),
                "ids": str(self.ids),
                "words": self.words,
                "seed": 1,
                "threads": 2,
                "precision": precision,
                "seconds": self.asked.seconds / 2,
            }
        )

    def settings(self, engine, workers):
        # Until a rate is known, a guess that is rather slow: a first turn may be short, not endless.
        guess = self.rate.get((engine, workers), 150 * workers * (200 / self.hidden) ** 1.5 * (1 if engine == "dl4j" else 20))
        lanes = workers * self.asked.batch
        tokens = max(8 * lanes * self.asked.bptt * 5, int(guess * self.asked.seconds))
        # Epochs as long as a segment, over the same tokens: a text shorter than the training will do.
        segment = tokens // 8
        whole = lanes * self.asked.bptt * LONG_ROUND
        if engine == "fused" and segment > whole:
            segment -= segment % whole  # a rest would be a short round
        return lm.settings(
            self.hidden, self.asked.batch, self.asked.bptt, workers, engine=engine, epochs=8,
            **{"max-tokens": segment, **({"round-minibatches": LONG_ROUND} if engine == "fused" else {})},
        )

    def cluster(self, engine):
        spark = bench.properties(bench.fresh(self.work) / "cluster.properties")
        settings = self.settings(engine, 2)
        with bench.standalone(self.work / "logs", "3g") as master:
            _, _, training = self.perplex.trained(
                settings, "--force", spark=str(spark), master=master, environment={"SPARK_LOCAL_IP": "127.0.0.1"}
            )
        return self.steady((engine, 2), training)

    def steady(self, key, training):
        """Of the second half of the segments: compilers have then done their work."""
        curve = training["curve"]
        half = curve[len(curve) // 2 :]
        seconds = curve[-1]["seconds"] - (curve[len(curve) // 2 - 1]["seconds"] if len(curve) > 1 else 0)
        tokens = curve[-1]["tokens"] - (curve[len(curve) // 2 - 1]["tokens"] if len(curve) > 1 else 0)
        self.rate[key] = tokens / seconds
        return {"tokens a second": tokens / seconds, "segments": len(half), "of all": curve[-1]["tokens"] / curve[-1]["seconds"]}

    def processes(self):
        perplexes = [lm.Perplex(self.perplex.corpus, self.asked.set, self.perplex.corpus.folder / f"alone-{i}") for i in (1, 2)]
        for each in perplexes:
            each.encode()
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            started = [
                pool.submit(each.trained, self.settings("fused", 1), "--force", master="local[1]", memory="2g")
                for each in perplexes
            ]
            rates = [self.steady(("fused", 1), each.result()[2]) for each in started]
        return {"tokens a second": sum(rate["tokens a second"] for rate in rates), "each": rates}


def main():
    asked = options()
    peers = [name for name in asked.peers.split(",") if name]
    for name in peers:
        if name not in SIDES:
            bench.stop(f"--peers {name} is none of {', '.join(SIDES[1:])}.")
    lm.FOLDER.mkdir(parents=True, exist_ok=True)
    train = bench.files([asked.text])[0] if asked.text else zipf(lm.FOLDER, asked.words)
    few = {name: lm.FOLDER / f"few-{name}.txt" for name in ("valid", "test")}  # no side here cares for them
    for file in few.values():
        file.write_text("a line that nobody reads\n", encoding="utf-8")
    text = lm.Text(f"speed-{train.stem}", asked.words, train=train, **few)
    perplex = lm.Perplex(text, asked.set)
    ids, counts = perplex.encode()
    before = bench.machine()
    turns = []
    for hidden in map(int, asked.hidden.split(",")):
        side = Side(asked, perplex, ids["train"], counts, hidden)
        for turn in range(1, asked.turns + 1):
            for name in ["perplex", *peers]:
                try:
                    with bench.measuring():
                        result = side.measure(name)
                except (RuntimeError, bench.Refused) as failure:
                    bench.note(f"2 x {hidden}, {name}: {failure}")
                    result = {"failed": str(failure)}
                else:
                    bench.note(f"2 x {hidden}, turn {turn}: {name}: {result['tokens a second']:,.0f} tokens/s")
                turns.append({"hidden": hidden, "turn": turn, "side": name, **result})
    report(asked, turns, ["perplex", *peers], before)
    if not asked.no_profile:
        for hidden in asked.hidden.split(","):
            command = [bench.HOME / "src/bench/lm-kernel", asked.words, hidden, asked.batch, asked.bptt, 10]
            with bench.measuring():
                print(flush=True)
                subprocess.run([str(part) for part in command], check=True)


def report(asked, turns, sides, before):
    print(f"\n2 layers, {asked.words:,} words, {asked.batch} x {asked.bptt}, sgd, two cores")
    print(bench.machine_line(before, bench.machine()))
    print(f"tokens a second, medians of {bench.count(asked.turns, 'turn')}\n")
    print(f"{'':<8} {'':<14} {'tokens/s':>10} {'perplex is':>11}   turns")
    medians = {}
    for hidden in map(int, asked.hidden.split(",")):
        for side in sides:
            found = [t["tokens a second"] for t in turns if t["hidden"] == hidden and t["side"] == side and "failed" not in t]
            if not found:
                print(f"2 x {hidden:<4} {side:<14} {'failed':>10}")
                continue
            medians[f"{hidden} {side}"] = bench.median(found)
            own = medians.get(f"{hidden} perplex")
            ratio = f"{own / bench.median(found):.2f}x" if own and side != "perplex" else ""
            each = "  ".join(f"{rate:,.0f}" for rate in found)
            print(f"2 x {hidden:<4} {side:<14} {bench.median(found):>10,.0f} {ratio:>11}   {each}")
    result = {"bench": "lm-speed", "settings": vars(asked), "machine": before, "medians": medians, "turns": turns}
    print(f"\nall of it: {bench.keep('lm-speed', result)}")


if __name__ == "__main__":
    bench.main(main)
