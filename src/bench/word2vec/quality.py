"""The measuring part of src/bench/word2vec-quality, which says what it does."""

import argparse
import dataclasses
import hashlib
import json
import math
import os
import pathlib
import shutil
import sys

import bench

PEERS = ("word2vec.c", "gensim", "gensim-file")
TRAINS = ("word2vec", "kernel", "cluster", "vocab")  # packages whose classes make the vectors


def options():
    parser = argparse.ArgumentParser(prog="src/bench/word2vec-quality", description=sys.argv[1].strip())
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("corpus", nargs="+", metavar="CORPUS", help="tokens, a sentence a line; several are one corpus")
    parser.add_argument("--questions", action="append", default=[], metavar="FILE", help="word analogies; may be given again")
    parser.add_argument("--pairs", action="append", default=[], metavar="FILE", help="word similarity; may be given again")
    parser.add_argument("--restrict", type=int, default=30000, metavar="N", help="analogies among the first N words; default: 30000")
    parser.add_argument("--seeds", type=int, default=3, metavar="N", help="seeds 1 to N; default: 3")
    parser.add_argument("--workers", default="1,2,4,8", metavar="N,...", help="of Perplex; default: 1,2,4,8")
    parser.add_argument("--epochs", default="1,5", metavar="N,...", help="default: 1,5")
    parser.add_argument("--peers", default="word2vec.c,gensim", metavar="NAME,...", help=", ".join(PEERS))
    parser.add_argument("--peer-threads", type=int, default=1, metavar="N", help="default: 1, where both peers repeat to the bit")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="a setting of Perplex alone")
    bench.add_settings(parser, epochs=None, seed=None)
    return parser.parse_args(sys.argv[2:])


@dataclasses.dataclass(frozen=True)
class Training:
    side: str  # perplex or a peer
    number: int  # Perplex's workers, a peer's threads
    settings: bench.Settings

    def title(self):
        if self.side != "perplex":
            return self.side
        return f"perplex, {bench.count(self.number, 'worker')}"

    def key(self, build):
        facts = [self.side, self.number, dataclasses.asdict(self.settings)]
        if self.side == "perplex":
            facts.append(build)
        return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:12]


class Quality:
    def __init__(self, asked):
        self.asked = asked
        self.tests = {
            "questions": [str(file) for file in bench.files(asked.questions)],
            "pairs": [str(file) for file in bench.files(asked.pairs)],
            "restrict": asked.restrict,
        }
        if not self.tests["questions"] + self.tests["pairs"]:
            bench.stop("nothing to judge by. Give --questions FILE or --pairs FILE.")
        if len(set(self.measures())) < len(self.measures()):
            bench.stop("two files of --questions or --pairs have one name. Scores go by name: give them different ones.")
        for peer in self.peers():
            if peer not in PEERS:
                bench.stop(f"--peers {peer} is none of {', '.join(PEERS)}.")
        self.corpus = bench.Corpus(bench.files(asked.corpus), asked.min_count)
        self.folder = self.corpus.folder / "quality"
        self.folder.mkdir(exist_ok=True)
        self.perplex = bench.Perplex(self.corpus, asked.set)
        self.encoded = False
        self.build = bench.build_of_perplex("word2vec", TRAINS, asked.set)

    def peers(self):
        return [name for name in self.asked.peers.split(",") if name]

    def trainings(self):
        numbers = [int(number) for number in self.asked.workers.split(",") if number]
        sides = [(name, self.asked.peer_threads) for name in self.peers()] + [("perplex", number) for number in numbers]
        # All sides of a seed before the next seed: what is there after an interruption is comparable.
        for epochs in map(int, self.asked.epochs.split(",")):
            for seed in range(1, self.asked.seeds + 1):
                for side, number in sides:
                    yield Training(side, number, bench.settings_of(self.asked, epochs=epochs, seed=seed))

    def vectors(self, training):
        """The file of a training's vectors, trained now unless they are there."""
        file = self.folder / f"{training.title().replace(', ', '-').replace(' ', '-')}-{training.key(self.build)}.bin"
        if file.exists():
            return file
        partial = file.with_suffix(".partial")
        if training.side == "perplex":
            if not self.encoded:
                self.perplex.encode()
                self.encoded = True
            result = self.perplex.train(training.settings, training.number, threads=os.cpu_count())
            shutil.copyfile(result["vectors"], partial)
            shutil.rmtree(self.perplex.root / "artefacts" / "word2vec")  # the text form is large
        elif training.side == "word2vec.c":
            result = bench.word2vec_c(self.corpus, training.settings, training.number, partial)
        else:
            feed = "file" if training.side == "gensim-file" else "memory"
            result = bench.gensim(self.corpus, training.settings, training.number, feed, str(partial))
        partial.replace(file)
        bench.note(f"{training.title()}, {bench.count(training.settings.epochs, 'epoch')}, seed {training.settings.seed}: "
                   f"{result['training']:.1f} s")
        return file

    def scores(self, training):
        file = self.vectors(training)
        by = [[pathlib.Path(name).read_bytes().hex() for name in self.tests[kind]] for kind in ("questions", "pairs")]
        key = hashlib.sha256(json.dumps([by, self.tests]).encode()).hexdigest()[:8]
        kept = file.with_suffix(f".{key}.json")
        if not kept.exists():
            python = bench.PEERS / "venv/bin/python"
            done, _ = bench.run([python, bench.HERE / "evaluate.py", file, self.corpus.words, json.dumps(self.tests)])
            kept.write_text(json.dumps(bench.last_json(done.stdout)), encoding="utf-8")
        return json.loads(kept.read_text(encoding="utf-8"))

    def measures(self):
        return [pathlib.Path(file).stem for file in self.tests["questions"] + self.tests["pairs"]]


def verdict(side, mean, error, one, reference):
    """
    The aim, where there is what it is measured by: not below word2vec.c; with more workers, 0.97 of one
    worker's or within two standard errors.
    """
    if side.side != "perplex":
        return ""
    said = []
    if reference:
        said.append("" if mean >= reference[0] else "below word2vec.c")
    if one and side.number > 1:
        together = math.hypot(error, one[1])
        close = mean >= 0.97 * one[0] or (not math.isnan(together) and one[0] - mean <= 2 * together)
        said.append("" if close else "below one worker")
    return ", ".join(text for text in said if text) or ("ok" if said else "")  # "ok" beside something


def table(quality, rows, epochs):
    """Markdown; rows: {Training without seed: [scores by seed]}."""
    lines = []
    result = []
    for measure in quality.measures():
        seen = next(iter(rows.values()))[0]
        covered = f"{seen[measure + ' seen']:,} questions seen" if measure + " seen" in seen else ""
        if measure + " unknown" in seen:
            covered = f"{100 - seen[measure + ' unknown']:.1f} % of the pairs known"
        lines += [f"\n**{measure}**, {bench.count(epochs, 'epoch')} ({covered})\n"]
        lines += ["| | seeds | mean | deviation | standard error | of one worker | of word2vec.c | aim |"]
        lines += ["|---|---|---|---|---|---|---|---|"]
        found = {side: bench.spread([scores[measure] for scores in seeds]) for side, seeds in rows.items()}
        find = lambda name, number=None: next(
            ((mean, error) for side, (mean, _, error) in found.items() if side.side == name and number in (None, side.number)),
            None,
        )
        one, reference = find("perplex", 1), find("word2vec.c")
        for side, (mean, deviation, error) in found.items():
            ratio = lambda other: f"{mean / other[0]:.3f}" if other and other[0] else ""
            of_one = ratio(one) if side.side == "perplex" else ""
            said = verdict(side, mean, error, one, reference)
            lines.append(
                f"| {side.title()} | {len(rows[side])} | {mean:.4f} | {deviation:.4f} | {error:.4f} "
                f"| {of_one} | {ratio(reference)} | {said} |"
            )
            result.append({"epochs": epochs, "measure": measure, "side": side.title(), "mean": mean,
                           "deviation": deviation, "error": error, "seeds": [s[measure] for s in rows[side]],
                           "norm": [s["norm"] for s in rows[side]], "finite": all(s["finite"] for s in rows[side]),
                           "aim": said})
    return lines, result


def main():
    quality = Quality(options())
    before = bench.machine()
    rows = {}
    for training in quality.trainings():
        side = dataclasses.replace(training, settings=dataclasses.replace(training.settings, seed=0))
        rows.setdefault(training.settings.epochs, {}).setdefault(side, []).append(quality.scores(training))
    lines, results = [], []
    for epochs, found in rows.items():
        more, result = table(quality, found, epochs)
        lines += more
        results += result
    settings = bench.settings_of(quality.asked, epochs=0, seed=0).title().replace(", 0 epochs", "")
    head = [f"{quality.corpus.title()}  ", f"{settings}; peers with {bench.count(quality.asked.peer_threads, 'thread')}  "]
    head += [bench.machine_line(before, bench.machine())]
    page = "\n".join(head + lines) + "\n"
    print(page)
    name = f"word2vec-quality-{quality.corpus.folder.name}"
    written = bench.keep(name, {"bench": "word2vec-quality", "corpus": quality.corpus.facts, "settings": settings,
                                "perplex settings": quality.asked.set, "tests": quality.tests, "results": results})
    written_page = bench.HOME / written.with_suffix(".md")
    written_page.write_text(page, encoding="utf-8")
    print(f"all of it: {written}, {written.with_suffix('.md')}")


if __name__ == "__main__":
    bench.main(main)
