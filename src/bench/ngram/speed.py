"""Our side and KenLM's in turn; see src/bench/ngram-speed."""

import json
import os
import statistics
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from perplex import Lock, Perplex, query

UNK = "(unk)"  # KenLM keeps <unk> for itself


def plain(source, target):
    with open(source, encoding="utf-8") as text, open(target, "w", encoding="utf-8") as out:
        for line in text:
            out.write(" ".join(UNK if word == "<unk>" else word for word in line.split()) + "\n")


def respelled(arpa, target):
    """Our ARPA file with <unk> as the word that the text has it for."""
    with open(arpa, encoding="utf-8") as text, open(target, "w", encoding="utf-8") as out:
        for line in text:
            out.write(line.replace("<unk>", UNK))


def main():
    home, order, turns = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    bench = os.path.join(home, "target/bench")
    kenlm = os.path.join(bench, "peers/kenlm/build/bin")
    perplex = Perplex(home, os.path.join(bench, "ngram"))
    train = os.path.join(perplex.work, "train.txt")
    test = os.path.join(perplex.work, "test.txt")
    for name, target in (("train.txt", train), ("test.txt", test)):
        plain(os.path.join(os.environ["WIKITEXT2"], name), target)
    vocab = perplex.encoded()
    ours, whole, theirs = [], [], []
    own = os.path.join(perplex.work, "kenlm.arpa")
    for turn in range(turns):
        with Lock():
            whole.append(perplex.stage("ngram", f"ngram.order={order}", force=True))
        model = perplex.artefact("ngram")
        ours.append(perplex.seconds(model))
        with Lock(), open(train, encoding="utf-8") as text, open(own, "w", encoding="utf-8") as out:
            start = time.time()
            subprocess.run([os.path.join(kenlm, "lmplz"), "-o", str(order), "-S", "60%", "-T",
                            perplex.work], check=True, stdin=text, stdout=out,
                           stderr=subprocess.DEVNULL)
            theirs.append(time.time() - start)
        print(f"turn {turn + 1} of {turns}: stage {ours[-1]:.1f} s, command {whole[-1]:.1f} s,"
              f" lmplz {theirs[-1]:.1f} s", file=sys.stderr)
    arpa = os.path.join(perplex.work, "perplex.arpa")
    perplex.arpa(model, arpa)
    read = os.path.join(perplex.work, "perplex-respelled.arpa")
    respelled(arpa, read)
    tokens, mine, seconds = perplex.losses(model, vocab, "test")
    by_kenlm = query(os.path.join(kenlm, "query"), read, test)
    its_own = query(os.path.join(kenlm, "query"), own, test)
    stage, lmplz = statistics.median(ours), statistics.median(theirs)
    result = {
        "order": order, "turns": turns, "stage-seconds": ours, "command-seconds": whole,
        "lmplz-seconds": theirs, "ratio": stage / lmplz, "tokens": tokens, "perplexity": mine,
        "scoring-seconds": seconds, "perplexity-of-our-arpa-by-kenlm": by_kenlm[1],
        "perplexity-of-kenlm": its_own[1]}
    os.makedirs(os.path.join(bench, "results"), exist_ok=True)
    with open(os.path.join(bench, f"results/ngram-speed-{order}.json"), "w", encoding="utf-8") as out:
        json.dump(result, out, indent=2)
    print(f"order {order}, medians of {turns} turns")
    print(f"  stage ngram          {stage:8.1f} s   (whole command {statistics.median(whole):.1f} s)")
    print(f"  lmplz                {lmplz:8.1f} s   stage / lmplz = {stage / lmplz:.2f}")
    print(f"test perplexity of {tokens:,} tokens")
    print(f"  Perplex              {mine:12.4f}   in {seconds:.1f} s")
    print(f"  its ARPA, by KenLM   {by_kenlm[1]:12.4f}   {by_kenlm[0]:,} tokens")
    print(f"  KenLM                {its_own[1]:12.4f}   {its_own[0]:,} tokens")
    off = max(abs(each / its_own[1] - 1) for each in (mine, by_kenlm[1]))
    sys.exit(0 if off < 1e-3 and tokens == its_own[0] == by_kenlm[0] else 1)


main()
