"""Reads what report.mlflow and report.prometheus wrote, by the programs that it is written for.

    python machines.py MLRUNS FILE.prom     (needs mlflow-skinny and prometheus-client)
"""

import os
import pathlib
import sys

os.environ.setdefault("MLFLOW_ALLOW_FILE_STORE", "true")

from mlflow.tracking import MlflowClient
from prometheus_client.parser import text_string_to_metric_families

folder, metrics = sys.argv[1:]
client = MlflowClient(tracking_uri=pathlib.Path(folder).resolve().as_uri())
for experiment in client.search_experiments():
    for run in client.search_runs([experiment.experiment_id]):
        name = run.data.tags["mlflow.runName"]
        history = client.get_metric_history(run.info.run_id, "validation/loss")
        files = [each.path for each in client.list_artifacts(run.info.run_id)]
        print(f"{experiment.name}: {name}, {run.info.status}, {len(run.data.params)} parameters,")
        print(f"  {len(run.data.metrics)} metrics, validation loss at {[each.step for each in history]}, {files}")
        for key, value in sorted(run.data.metrics.items()):
            print(f"  {key:45} {value}")
families = list(text_string_to_metric_families(pathlib.Path(metrics).read_text()))
assert all(family.type == "gauge" and family.documentation and family.samples for family in families)
print(f"{len(families)} families of metrics, {sum(len(each.samples) for each in families)} samples")
