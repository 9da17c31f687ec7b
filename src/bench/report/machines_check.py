"""The reading part of src/bench/report-machines-check, which says what it does."""

import os
import pathlib
import sys

os.environ.setdefault("MLFLOW_ALLOW_FILE_STORE", "true")

from mlflow.exceptions import MlflowException
from mlflow.tracking import MlflowClient
from prometheus_client.parser import text_string_to_metric_families

FILES = {"report.json", "index.html"}


def mlflow(folder):
    """Prints what MLflow finds; returns what is wrong with it."""
    client = MlflowClient(tracking_uri=folder.resolve().as_uri())
    found = [(e, run) for e in client.search_experiments() for run in client.search_runs([e.experiment_id])]
    wrong = [] if found else [f"MLflow finds no run in {folder}"]
    for experiment, run in found:
        name = run.data.tags.get("mlflow.runName", run.info.run_id)
        history = client.get_metric_history(run.info.run_id, "validation/loss")
        files = {each.path for each in client.list_artifacts(run.info.run_id)}
        print(f"{experiment.name}: {name}, {run.info.status}, {len(run.data.params)} parameters,")
        print(f"  {len(run.data.metrics)} metrics, validation loss at {[each.step for each in history]}, {sorted(files)}")
        for key, value in sorted(run.data.metrics.items()):
            print(f"  {key:45} {value}")
        wrong += [f"run {name} {what}" for what, is_so in {
            f"is {run.info.status}, not FINISHED": run.info.status != "FINISHED",
            "has no parameters": not run.data.params,
            "has no metrics": not run.data.metrics,
            f"lacks {', '.join(sorted(FILES - files))} among its artifacts": not FILES <= files,
        }.items() if is_so]
    return wrong


def prometheus(file):
    families = list(text_string_to_metric_families(file.read_text(encoding="utf-8")))
    print(f"{len(families)} families of metrics, {sum(len(each.samples) for each in families)} samples")
    wrong = [] if families else [f"{file} holds no metric"]
    for family in families:
        wrong += [f"metric {family.name} {what}" for what, is_so in {
            f"is a {family.type}, not a gauge": family.type != "gauge",
            "is not described": not family.documentation,
            "has no sample": not family.samples,
        }.items() if is_so]
    return wrong


def main():
    folder, metrics = map(pathlib.Path, sys.argv[1:])
    try:
        wrong = mlflow(folder) + prometheus(metrics)
    except (MlflowException, ValueError) as failure:
        wrong = [f"cannot be read: {failure}"]
    if wrong:
        sys.exit("\n".join(f"report-machines-check: {what}." for what in wrong))


if __name__ == "__main__":
    main()
