"""The program of src/bench/airflow-backfill, which says what it shows."""

import json
import os
import random
import secrets
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

HOME = Path(sys.argv[1])
WORK = HOME / "target" / "bench" / "airflow"
BIN = Path(sys.executable).parent
DATES = ["2026-11-01", "2026-11-02", "2026-11-03"]
DEADLINE = 40 * 60  # seconds for all of it

SETTINGS = """
storage.root = "{work}/storage"
prepare.corpus = ${{PERPLEX_HOME}}/data-prep/partitions.conf
run.lease {{ seconds = 4, heartbeat-seconds = 1 }}
vocab {{ min-count = 1, max-size = 200 }}
word2vec {{ dimension = 16, epochs = 1, workers = 2, rounds-per-epoch = 3 }}
ngram.order = 2
train {{
  workers = 2, batch = 4, bptt = 8, epochs = 100, round-minibatches = 20, checkpoint-seconds = 1
  model {{ layers = 1, hidden = 32, embedding = 16 }}
}}
report {{ samples.count = 0, bootstrap.resamples = 200, map.words = 0 }}
"""

PIPELINE = """
schedule = "@daily"
start = 2026-11-01
end = 2026-11-03
spark = "local"
driver_memory = "1g"
profiles = ["trial"]
config = ["{work}/daily.conf"]
[variables]
PERPLEX_CORPUS = "{work}/corpus"
[retries]
count = 3
first_seconds = 5
longest_seconds = 20
[wait]
poll_seconds = 5
"""


def prepare_folder():
    shutil.rmtree(WORK, ignore_errors=True)
    draw = random.Random(1)
    nouns = [a + b + "n" for a in "bdfgklmnpstv" for b in "aeiou"]

    def lines(count):
        pick = lambda: nouns[int(len(nouns) ** draw.random()) - 1]  # noqa: E731
        return "".join(f"the {pick()} that {pick()} sees is not {pick()} .\n" for _ in range(count))

    corpus = WORK / "corpus"
    for date in DATES:
        day = corpus / f"date={date}"
        day.mkdir(parents=True)
        (day / "text.txt").write_text(lines(1500))
        (day / "_SUCCESS").touch()
    (corpus / "valid.txt").write_text(lines(100))
    (corpus / "test.txt").write_text(lines(100))
    (WORK / "daily.conf").write_text(SETTINGS.format(work=WORK))
    shutil.copytree(HOME / "airflow", WORK / "dags", ignore=shutil.ignore_patterns("__pycache__", "*.toml"))
    (WORK / "dags/pipelines").mkdir(exist_ok=True)
    (WORK / "dags/pipelines/daily.toml").write_text(PIPELINE.format(work=WORK))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment():
    port = free_port()
    keep = {k: v for k, v in os.environ.items() if not k.startswith(("AIRFLOW", "PERPLEX", "SPARK", "PYTHON"))}
    return keep | {
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "PERPLEX_HOME": str(HOME),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "AIRFLOW_HOME": str(WORK / "home"),
        "AIRFLOW__CORE__DAGS_FOLDER": str(WORK / "dags"),
        "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
        "AIRFLOW__CORE__PARALLELISM": "2",
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS": "True",
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"http://127.0.0.1:{port}/execution/",
        "AIRFLOW__DATABASE__LOAD_DEFAULT_CONNECTIONS": "False",
        "AIRFLOW__API__HOST": "127.0.0.1",
        "AIRFLOW__API__PORT": str(port),
        "AIRFLOW__API__WORKERS": "1",
        "AIRFLOW__API__BASE_URL": f"http://127.0.0.1:{port}",
        "AIRFLOW__API_AUTH__JWT_SECRET": secrets.token_hex(32),
        "AIRFLOW__API__SECRET_KEY": secrets.token_hex(32),
        "AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL": "10",
        "AIRFLOW_CONN_SPARK_DEFAULT": json.dumps({"conn_type": "spark", "host": "local[2]"}),
    }


class Airflow:
    """Its processes, each the head of a group of its own, so that all of it ends."""

    def __init__(self):
        self.env = environment()
        self.processes = []

    def command(self, *arguments):
        done = subprocess.run([BIN / "airflow", *arguments], env=self.env, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"airflow {' '.join(arguments)}:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
        return done.stdout

    def start(self, name, *options):
        with open(WORK / f"{name}.log", "w") as out:
            self.processes.append(
                subprocess.Popen(
                    [BIN / "airflow", name, *options],
                    env=self.env,
                    stdin=subprocess.DEVNULL,
                    stdout=out,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
            )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process in self.processes:
            stop(process, signal.SIGTERM)
        end = time.monotonic() + 20
        for process in self.processes:
            try:
                process.wait(max(0.1, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                pass
            stop(process, signal.SIGKILL)
            process.wait()

    def check(self):
        for process in self.processes:
            if process.poll() is not None:
                raise SystemExit(f"{process.args[1]} has ended: see {WORK}/{process.args[1]}.log")


def stop(process, how):
    try:
        os.killpg(process.pid, how)
    except ProcessLookupError:
        pass


def rows(query):
    with sqlite3.connect(f"file:{WORK}/home/airflow.db?mode=ro", uri=True, timeout=30) as database:
        return database.execute(query).fetchall()


def driver(stage, date):
    """The process of the driver that makes a stage of a date; 0 for none."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                words = (entry / "cmdline").read_bytes().decode().split("\0")
            except OSError:
                continue
            if (
                words[0].endswith("java")
                and "org.apache.spark.deploy.SparkSubmit" in words
                and stage in words
                and date in words
                and any(str(WORK) in word for word in words)
            ):
                return int(entry.name)
    return 0


def progressed(stage, date):
    """Whether a stage of a date is in the middle of its work, by the run's events."""
    for run in (WORK / "storage/runs").glob(f"daily-{date}-*"):
        for events in (run / "events").glob("*.jsonl"):
            for line in events.read_text().splitlines():
                if line.endswith("}"):
                    event = json.loads(line)
                    if event["event"] == "progress" and event["stage"] == stage and event["done"] > 0:
                        return True
    return False


def until(airflow, condition, what):
    while True:
        found = condition()
        if found:
            return found
        airflow.check()
        if time.monotonic() > STARTED + DEADLINE:
            raise SystemExit(f"{what}: not within {DEADLINE} s. Logs: {WORK}")
        time.sleep(0.3)


def say(text):
    print(f"{time.monotonic() - STARTED:6.0f} s  {text}", flush=True)


def kill_in_training(airflow):
    date = DATES[0]
    until(airflow, lambda: progressed("train", date), f"training of {date}")
    pid = until(airflow, lambda: driver("train", date), "its driver")
    os.kill(pid, signal.SIGKILL)
    say(f"{date}: killed the driver of train (process {pid}) in the middle of its work")


def submit_twice(airflow):
    date = DATES[1]
    until(airflow, lambda: progressed("train", date), f"training of {date}")
    pid = until(airflow, lambda: driver("train", date), "its driver")
    words = Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")[:-1]
    variables = Path(f"/proc/{pid}/environ").read_bytes().decode().split("\0")
    second = subprocess.run(
        words,
        env=dict(each.split("=", 1) for each in variables if "=" in each),
        cwd=WORK,
        capture_output=True,
        text=True,
    )
    line = [each for each in second.stderr.splitlines() if each.startswith("perplex: ")]
    say(f"{date}: the same submission once more: exit code {second.returncode}, {(line or ['no word'])[-1]}")
    return second.returncode


def check_artefacts():
    """One artefact a stage and date, each published once; the run of each date has found them all."""
    faults = []
    for stage in sorted((WORK / "storage/artefacts").iterdir()):
        for artefact in stage.iterdir():
            manifests = list(artefact.rglob("manifest-*.json"))
            if len(manifests) != 1:
                faults.append(f"{artefact} has {len(manifests)} manifests")
        count = len(list(stage.iterdir()))
        if count != len(DATES):
            faults.append(f"{stage.name}: {count} artefacts for {len(DATES)} dates")
    runs = sorted(each.name for each in (WORK / "storage/runs").iterdir())
    for date, run in zip(DATES, runs, strict=True):
        result = json.loads((WORK / "storage/runs" / run / "result.json").read_text())
        if date not in run or result["verdict"] != "done" or len(result["stages"]) != 8:
            faults.append(f"{run}: {result['verdict']}, {len(result['stages'])} stages")
        print(f"{run}: {result['verdict']}, champion {result['champion']}, epoch {result['epoch']}")
    return faults


def main():
    prepare_folder()
    with Airflow() as airflow:
        airflow.command("db", "migrate")
        airflow.start("api-server")
        airflow.start("dag-processor")
        airflow.start("scheduler", "--skip-serve-logs")  # it would listen on all interfaces
        until(airflow, lambda: rows("select 1 from dag where dag_id = 'perplex_daily'"), "the DAG")
        say("the DAG is there, paused; three dates are put in for backfill")
        airflow.command(
            "backfill", "create", "--dag-id", "perplex_daily", "--from-date", DATES[0], "--to-date", DATES[-1],
            "--max-active-runs", "1",
        )  # fmt: skip
        airflow.command("dags", "unpause", "perplex_daily", "--yes")
        kill_in_training(airflow)
        second = submit_twice(airflow)
        ended = "select run_id, state from dag_run where state in ('success', 'failed')"
        states = until(airflow, lambda: len(rows(ended)) == len(DATES) and rows(ended), "the end")
        say("all runs have ended")
        tries = rows("select run_id, task_id, try_number from task_instance where try_number > 1 order by 1, 2")
    for run, state in states:
        print(f"{run}: {state}")
    for run, task, number in tries:
        print(f"{run} {task}: {number} tries")
    faults = check_artefacts()
    if second != 30:
        faults.append(f"the second submission ended with {second}, not 30")
    if any(state != "success" for _, state in states):
        faults.append("a run of the DAG failed")
    if not any(task == "train" and DATES[0] in run for run, task, _ in tries):
        faults.append("the killed task was not tried again")
    print("\n".join(f"FAULT: {each}" for each in faults) or "one set of artefacts a date")
    return 1 if faults else 0


STARTED = time.monotonic()
sys.exit(main())
