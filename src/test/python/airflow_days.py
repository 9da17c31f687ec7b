"""
Runs the DAGs of `AirflowIT` with dag.test(), and tells what it saw.

    airflow_days.py DAGS STEPS SEEN

DAGS is a folder with perplex_dag.py, beside a folder `broken` of such folders with errors; STEPS a JSON list of
{"date", "dag", "settings", "tasks", "without"}: of which DAG (the small one, where it does not say), the tasks to run
(all, where there are none), and the environment variables to run them without. SEEN is written: what the import came
to, and for each step the state of every task.
"""

import json
import os
import resource
import sys
import time
import warnings
from datetime import datetime, timezone
from pathlib import Path
from types import SimpleNamespace

folder, steps, seen = Path(sys.argv[1]), json.loads(sys.argv[2]), Path(sys.argv[3])
sys.path.insert(0, str(folder))

from airflow.dag_processing.dagbag import DagBag  # noqa: E402
from airflow.sdk import DAG  # noqa: E402,F401  as the processor has it before it reads a file
from airflow.utils.db import initdb  # noqa: E402


def describe(dag):
    return {
        "doc": dag.doc_md,
        "params": {name: param.schema for name, param in dag.params.items()},
        "max_active_runs": dag.max_active_runs,
        "catchup": dag.catchup,
        "tasks": {
            task.task_id: {
                "upstream": sorted(task.upstream_task_ids),
                "type": task.task_type,
                "retries": task.retries,
                "backoff": bool(task.retry_exponential_backoff),
                "timeout": task.execution_timeout.total_seconds() if task.execution_timeout else None,
            }
            for task in dag.tasks
        },
    }


def load(where):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        start = time.process_time()  # the machine may have other work
        bag = DagBag(dag_folder=str(where))
        seconds = time.process_time() - start
    ours = [str(each.message) for each in caught if "perplex" in each.filename]
    return bag, {"seconds": seconds, "errors": dict(bag.import_errors), "warnings": ours}


def run(dag, step):
    before = {name: os.environ.pop(name) for name in step.get("without", [])}
    if step.get("tasks"):
        dag = dag.partial_subset(step["tasks"], include_upstream=False, include_downstream=False)
    try:
        done = dag.test(
            logical_date=datetime.fromisoformat(step["date"]).replace(tzinfo=timezone.utc),
            run_conf={"settings": step.get("settings", [])},
        )
    finally:
        os.environ.update(before)
    return {
        "date": step["date"],
        "state": str(done.state),
        "tasks": {ti.task_id: str(ti.state) for ti in done.get_task_instances()},
    }


def text_date(dag, logical, given=None):
    """The date of the text of a run, or why it has none."""
    from perplex_airflow import tools
    from perplex_airflow.tasks import AirflowFailException

    when = datetime.fromisoformat(logical) if logical else None
    context = {"params": {"date": given}, "dag_run": SimpleNamespace(logical_date=when)}
    try:
        return tools.logical_date(dag.get_task("prepare").pipeline, context)
    except AirflowFailException as e:
        return str(e)


initdb()
bag, told = load(folder / "perplex_dag.py")
told["dags"] = {dag_id: describe(dag) for dag_id, dag in bag.dags.items()}
told["dates"] = [
    text_date(bag.dags["perplex_news"], "2026-11-21T03:00:00+00:00"),  # a day before
    text_date(bag.dags["perplex_small"], "2026-11-21T23:30:00-05:00"),  # in the pipeline's time zone
    text_date(bag.dags["perplex_small"], "2026-11-21T00:00:00+00:00", "2025-01-01"),
    text_date(bag.dags["perplex_small"], None),
]
told["steps"] = []
for step in steps:
    print(f"=== {step}", flush=True)
    start = time.perf_counter()
    told["steps"].append(run(bag.dags[step.get("dag", "perplex_small")], step))
    print(f"=== took {time.perf_counter() - start:.1f} s", flush=True)
for broken in sorted((folder.parent / "broken").iterdir()):
    _, bad = load(broken / "perplex_dag.py")
    told.setdefault("broken", {})[broken.name] = bad["errors"]
used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(f"=== {sum(each.ru_utime + each.ru_stime for each in used):.0f} s of CPU", flush=True)
seen.write_text(json.dumps(told, indent=1, default=str))
