"""The measuring part of src/bench/ngram-speed, which says what it does."""

import sys

import perplex
from perplex import bench


def main():
    folder, order, turns = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    corpus = perplex.Words(folder)
    ours = perplex.Perplex(corpus, [f"ngram.order={order}"])
    ids = ours.encode()
    train, _ = perplex.spell(corpus, "train")
    test, _ = perplex.spell(corpus, "test")
    own = corpus.folder / "kenlm.arpa"
    before = bench.machine()
    stages, commands, theirs = [], [], []
    for turn in range(turns):
        model, manifest, seconds = ours.model()
        stages.append(manifest["record"]["seconds"])
        commands.append(seconds)
        theirs.append(perplex.lmplz(train, own, order, "60%"))
        bench.note(f"turn {turn + 1} of {turns}: stage {stages[-1]:.1f} s, command {commands[-1]:.1f} s, lmplz {theirs[-1]:.1f} s")
    arpa = corpus.folder / "perplex.arpa"
    ours.arpa(model, arpa)
    tokens, mine, scoring = perplex.losses(model, ids, "test")
    by_kenlm = perplex.query(perplex.respelled(corpus, arpa), test)
    its_own = perplex.query(own, test)
    stage, lmplz = bench.median(stages), bench.median(theirs)
    result = {
        "bench": "ngram-speed", "machine": before, "order": order, "turns": turns,
        "stage-seconds": stages, "command-seconds": commands, "lmplz-seconds": theirs, "ratio": stage / lmplz,
        "tokens": tokens, "perplexity": mine, "scoring-seconds": scoring,
        "perplexity-of-our-arpa-by-kenlm": by_kenlm[1], "perplexity-of-kenlm": its_own[1],
    }
    print(bench.machine_line(before, bench.machine()))
    print(f"order {order}, medians of {bench.count(turns, 'turn')}")
    print(f"  stage ngram          {stage:8.1f} s   (whole command {bench.median(commands):.1f} s)")
    print(f"  lmplz                {lmplz:8.1f} s   stage / lmplz = {stage / lmplz:.2f}")
    print(f"test perplexity of {tokens:,} tokens")
    print(f"  Perplex              {mine:12.4f}   in {scoring:.1f} s")
    print(f"  its ARPA, by KenLM   {by_kenlm[1]:12.4f}   {by_kenlm[0]:,} tokens")
    print(f"  KenLM                {its_own[1]:12.4f}   {its_own[0]:,} tokens")
    print(f"\nall of it: {bench.keep(f'ngram-speed-{order}', result)}")
    off = max(abs(each / its_own[1] - 1) for each in (mine, by_kenlm[1]))
    sys.exit(0 if off < 1e-3 and tokens == its_own[0] == by_kenlm[0] else 1)


if __name__ == "__main__":
    bench.main(main)
