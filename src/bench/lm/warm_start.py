"""The measuring part of src/bench/warm-start, which says what it does."""

import argparse
import json
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "word2vec"))
import bench  # noqa: E402  (lies in the folder that was just named)

TITLE = "^ = [^=].*[^=] = $"  # an article starts at its title, as in data-prep/wikitext-2.conf


def options():
    parser = argparse.ArgumentParser(prog="src/bench/warm-start", description=sys.argv[1].strip())
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("folder", metavar="WIKITEXT-2-FOLDER")
    parser.add_argument("--first", type=float, default=0.8, metavar="SHARE", help="of the articles, which the champion reads; default: 0.8")
    parser.add_argument("--tokens", default="125000,250000,500000,1000000", metavar="N,...", help="of each retraining")
    parser.add_argument("--words", type=int, default=10_000, metavar="N", help="default: 10000")
    parser.add_argument("--hidden", type=int, default=100, metavar="N", help="default: 100")
    parser.add_argument("--rate", type=float, default=0.003, help="default: 0.003")
    parser.add_argument("--warm-rates", default="0.003,0.001,0.0003", metavar="X,...", help="of retrainings from the champion; default: 0.003,0.001,0.0003")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="a setting of Perplex")
    return parser.parse_args(sys.argv[2:])


class Day(bench.Perplex):
    """`bench.Perplex` over the text of a day, up to `report`."""

    def __init__(self, root, name, asked, train, folder):
        splits = {"train": train, "valid": folder / "valid.txt", "test": folder / "test.txt"}
        settings = (
            f"vocab {{ min-count = 1, max-size = {asked.words} }}\n"
            "word2vec { dimension = 20, epochs = 1, workers = 2 }\nngram.order = 2\n"
            "train {\n  workers = 2\n  batch = 16\n  bptt = 20\n  epochs = 1\n  segment-tokens = 0\n  validation-tokens = 50000\n"
            f"  rate = {asked.rate}\n  model {{ layers = 2, hidden = {asked.hidden}, embedding = {asked.hidden}, embeddings = random }}\n}}"
        )
        self.configure(root / name, asked.set, splits, settings, f"kind = record, start = {json.dumps(TITLE)}")
        for stage in ("prepare", "tokenize", "vocab", "word2vec", "ngram"):
            self.stage(stage)

    def trained(self, tokens, start=None, rate=None):
        """Folder of the artefact, and the test perplexity."""
        settings = [f"train.max-tokens={tokens}", *([f"train.start={start}", f"train.rate={rate}"] if start else [])]
        more = [word for setting in settings for word in ("--set", setting)]
        _, attempt, _ = self.stage("train", *more)
        _, report, _ = self.stage("report", *more)
        page = json.loads((report / "report.json").read_text(encoding="utf-8"))
        perplexity = next(each["perplexity"] for each in page["models"] if each["model"] == "lstm")
        known = f"{tokens:,}" if tokens else "all"
        bench.note(f"{known} tokens{f' from the champion at rate {rate}' if start else ''}: {perplexity:.2f}")
        return attempt.parent, perplexity


def first_part(file, share, to):
    """The first articles of a text, about so much of it."""
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    starts = [i for i, line in enumerate(lines) if re.search(TITLE, line.rstrip("\n"))]
    end = starts[int(share * len(starts))]
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_text("".join(lines[:end]), encoding="utf-8")


def main():
    asked = options()
    folder = pathlib.Path(asked.folder).resolve()
    bench.files([folder / f"{split}.txt" for split in ("train", "valid", "test")])
    root = bench.BENCH / "warm-start"
    part = root / "first.txt"
    first_part(folder / "train.txt", asked.first, part)
    before = bench.machine()
    champion, knew = Day(root, "first", asked, part, folder).trained(0)
    second = Day(root, "second", asked, folder / "train.txt", folder)
    rates = [float(rate) for rate in asked.warm_rates.split(",")]
    rows = []
    for tokens in map(int, asked.tokens.split(",")):
        rows.append((tokens, second.trained(tokens)[1], *(second.trained(tokens, champion, rate)[1] for rate in rates)))
    print(f"\n2 x {asked.hidden}, {asked.words:,} words, rate {asked.rate}; test perplexity")
    print(bench.machine_line(before, bench.machine()))
    print(f"the champion, of the first {asked.first:.0%} of the articles: {knew:.2f}, by its own vocabulary\n")
    print("| tokens | from nothing | " + " | ".join(f"from the champion at {rate}" for rate in rates) + " |")
    print("|---|---" + "|---" * len(rates) + "|")
    for tokens, *perplexities in rows:
        print(f"| {tokens:,} | " + " | ".join(f"{perplexity:.2f}" for perplexity in perplexities) + " |")
    result = {"bench": "warm-start", "settings": vars(asked), "machine": before, "champion": knew, "rows": rows}
    print(f"\nall of it: {bench.keep('warm-start', result)}")


if __name__ == "__main__":
    bench.main(main)
