"""The measuring part of src/bench/word2vec-speed, which says what it does."""

import argparse
import dataclasses
import sys

import bench


def options():
    parser = argparse.ArgumentParser(prog="src/bench/word2vec-speed", description=sys.argv[1].strip())
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("corpus", nargs="+", metavar="CORPUS", help="tokens, a sentence or paragraph a line")
    parser.add_argument("--threads", default="1,2", metavar="N,...", help="cores a side gets; default: 1,2")
    parser.add_argument("--turns", type=int, default=3, metavar="N", help="default: 3")
    parser.add_argument("--peers", default="gensim,word2vec.c,spark-ml,dl4j", metavar="NAME,...", help=", ".join(bench.PEER))
    parser.add_argument("--no-perplex", action="store_true", help="measure the peers alone")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="a setting of Perplex alone")
    parser.add_argument("--peer-epochs", type=int, metavar="N", help="epochs of the peers, whose words a second do not depend on them; default: as Perplex")
    bench.add_settings(parser)
    return parser.parse_args(sys.argv[2:])


def main():
    asked = options()
    settings = bench.settings_of(asked)
    peers = [name for name in asked.peers.split(",") if name]
    for name in peers:
        if name not in bench.PEER:
            bench.stop(f"--peers {name} is none of {', '.join(bench.PEER)}.")
    corpus = bench.Corpus(bench.files(asked.corpus), settings.min_count)
    perplex = None if asked.no_perplex else bench.Perplex(corpus, asked.set)
    if perplex:
        perplex.encode()
    theirs = dataclasses.replace(settings, epochs=asked.peer_epochs or settings.epochs)
    sides = (["perplex"] if perplex else []) + peers
    threads = [int(number) for number in asked.threads.split(",")]
    before = bench.machine()
    turns = []
    for turn in range(1, asked.turns + 1):
        for number in threads:
            for side in sides:
                own = settings if side == "perplex" else theirs
                try:
                    if side == "perplex":
                        result = perplex.train(own, workers=number, threads=number)
                    else:
                        result = bench.PEER[side](corpus, own, number)
                except (RuntimeError, bench.Refused) as failure:
                    bench.note(f"{side}, {bench.count(number, 'thread')}: {failure}")
                    result = {"failed": str(failure)}
                else:
                    words = corpus.tokens * own.epochs
                    result["words a second"] = words / result["training"]
                    if "stage" in result:
                        result["words a second of the stage"] = words / result["stage"]
                    bench.note(f"turn {turn}: {side}, {bench.count(number, 'thread')}: {result['words a second']:,.0f} words/s")
                turns.append({"turn": turn, "threads": number, "side": side, "epochs": own.epochs, **result})
    report(corpus, settings, asked, sides, threads, turns, before)


def rates(turns, side, threads, key="words a second"):
    return [turn[key] for turn in turns if turn["side"] == side and turn["threads"] == threads and key in turn]


def report(corpus, settings, asked, sides, threads, turns, before):
    after = bench.machine()
    print(f"\n{corpus.title()}\n{settings.title()}")
    if asked.peer_epochs:
        print(f"peers with {bench.count(asked.peer_epochs, 'epoch')}")
    print(bench.machine_line(before, after))
    print(f"raw words (tokens x epochs) a second of training time, medians of {bench.count(asked.turns, 'turn')}, all sides in each turn\n")
    print(f"{'':<20} {'threads':>7} {'words/s':>12} {'perplex is':>11}   turns")
    medians = {}
    for number in threads:
        own = rates(turns, "perplex", number)
        for side in sides:
            for key, title in (("words a second", side), ("words a second of the stage", side + ", stage")):
                found = rates(turns, side, number, key)
                if not found:
                    if title == side:
                        print(f"{title:<20} {number:>7} {'failed':>12}")
                    continue
                middle = bench.median(found)
                medians[f"{title} {number}"] = middle
                ratio = f"{bench.median(own) / middle:.2f}x" if own and side != "perplex" else ""
                each = "  ".join(f"{rate:,.0f}" for rate in found)
                print(f"{title:<20} {number:>7} {middle:>12,.0f} {ratio:>11}   {each}")
    clocks = {turn["clock"] for turn in turns if "clock" in turn}
    if clocks == {"stage"}:
        print("\nperplex: the artefact records no training time of its own, so its time is the whole stage's.")
    result = {
        "bench": "word2vec-speed",
        "corpus": {"name": corpus.name, **corpus.facts},
        "settings": dataclasses.asdict(settings),
        "perplex settings": asked.set,
        "machine": before,
        "load after": after["load"],
        "medians": medians,
        "turns": turns,
    }
    print(f"\nall of it: {bench.keep('word2vec-speed-' + corpus.folder.name, result)}")


if __name__ == "__main__":
    bench.main(main)
