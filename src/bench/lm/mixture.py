"""Whether the mixture of the last report is better than both its parts; see src/bench/lm-mixture."""

import glob
import json
import os
import sys


def main():
    reports = glob.glob(os.path.join(sys.argv[1], "reports", "*", "report.json"))
    with open(max(reports, key=os.path.getmtime), encoding="utf-8") as file:
        report = json.load(file)
    (mixture,) = report["mixtures"]
    better = 0
    for each in report["comparisons"]:
        if each["model"] == mixture["model"] and each["baseline"] in mixture["parts"]:
            better += each["ratio"] < 1 and each["significant"]
            print(each["sentence"])
    weights = ", ".join(f"{weight:.3f} of {part}"
                        for part, weight in zip(mixture["parts"], mixture["weights"]))
    print(f"weights: {weights}; {report['test']['tokens']:,} test tokens, of them"
          f" {report['test']['unknown']:,} <unk>")
    sys.exit(0 if better == 2 else 1)


main()
