"""What tasks ask of the machine they run on: Spark's options, and the tools of ``jobs/perplex``."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path

from airflow.sdk import BaseHook
from airflow.sdk.exceptions import AirflowException, AirflowFailException, AirflowNotFoundException

from perplex_airflow.pipeline import HOME, Pipeline

LOGGING = f"-Dlog4j2.configurationFile=file:{HOME}/conf/log4j2.xml"

TOOL_SECONDS = 600  # longer than any answer of storage


def logical_date(pipeline: Pipeline, context: dict) -> str:
    """The date of the run's text: what was asked for, else by the logical date, never today."""
    if context["params"].get("date"):
        return context["params"]["date"]
    logical = context["dag_run"].logical_date
    if logical is None:
        raise AirflowFailException(
            "This run has no logical date, so no text. Trigger it with one, or with the parameter date."
        )
    local = logical.astimezone(pipeline.start_date.tzinfo)
    return (local - timedelta(days=pipeline.lag_days)).strftime(pipeline.date_format)


def submission(context: dict) -> str:
    """The name by which this run of the DAG finds what it submitted."""
    return f"{context['dag_run'].dag_id}/{context['dag_run'].run_id}"


def arguments(pipeline: Pipeline, variables: dict[str, str], context: dict) -> list[str]:
    """The options that say which run it is: the same for a stage and for what asks about it."""
    options = []
    for file in pipeline.configuration:
        options += ["--config", str(file)]
    settings = {"run.pipeline": pipeline.pipeline or pipeline.name, **pipeline.settings}
    for key, value in settings.items():
        options += ["--set", f"{key}={json.dumps(value) if isinstance(value, bool) else value}"]
    for assignment in context["params"].get("settings") or []:
        options += ["--set", assignment]
    # Verdicts are read, not guessed from exit codes, which a cluster manager does not hand on.
    options += ["--set", f"run.submission={json.dumps(submission(context))}", "--set", "run.verdicts=zero"]
    for name, value in {"PERPLEX_HOME": str(HOME), **variables}.items():
        options += ["--variable", f"{name}={value}"]
    return [*options, "--date", logical_date(pipeline, context)]


def spark_options(files: list[Path]) -> dict[str, str]:
    """Of files of Spark's options, the later the stronger: a name, blanks or a colon or an equals sign, its value."""
    options = {}
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            match = re.match(r"\s*([^\s:=#!]+)(?:\s*[:=]\s*|\s+)(.*?)\s*$", line)
            if match:
                options[match[1]] = match[2]
    return options


def _jvm_options(name: str) -> list[str]:
    lines = (HOME / "conf" / "spark" / f"{name}.options").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def driver_options(pipeline: Pipeline, cluster: bool) -> str:
    """Java options of the driver. In the cluster they are those of the properties, where these have any."""
    given = spark_options(pipeline.properties).get("spark.driver.extraJavaOptions", "")
    if cluster:
        # What spark-submit adds by itself in client mode alone.
        return given or " ".join(_jvm_options("java17") + _jvm_options("vector"))
    mine = [LOGGING, *_jvm_options("vector")]
    return " ".join(filter(None, [given, *mine]))


def telling(command: list[str]) -> list[str]:
    """A `spark-submit --status` that prints the answer, which it logs at a level that Spark by itself leaves out."""
    if "--status" not in command:
        return command
    return ["env", f"SPARK_SUBMIT_OPTS={os.environ.get('SPARK_SUBMIT_OPTS', '')} {LOGGING}", *command]


def jar() -> Path:
    return Path(os.environ.get("PERPLEX_JAR") or HOME / "target" / "perplex-all.jar")


def is_cluster(pipeline: Pipeline) -> bool:
    """Whether drivers run in the cluster."""
    try:
        connection = BaseHook.get_connection(pipeline.connection)
    except AirflowNotFoundException:
        # The provider would silently submit to YARN.
        raise AirflowFailException(
            f"There is no connection {pipeline.connection}. Add it: type Spark, host the master"
            ' (spark://host:7077, yarn, local[2]); or name another as "connection" in'
            f" airflow/pipelines/{pipeline.name}.toml."
        ) from None
    mode = (
        pipeline.deploy_mode
        or connection.extra_dejson.get("deploy-mode")
        or spark_options(pipeline.properties).get("spark.submit.deployMode")
    )
    return mode == "cluster"


def check_worker() -> None:
    """What a submission needs on this machine."""
    if not jar().is_file():
        raise AirflowFailException(
            f"{jar()} is missing on this Airflow worker. Build it (mvn -DskipTests package), or set"
            " PERPLEX_HOME or PERPLEX_JAR."
        )
    bin_folder = Path(sys.executable).parent
    if shutil.which("spark-submit") is None and (bin_folder / "spark-submit").is_file():
        os.environ["PATH"] = f"{bin_folder}{os.pathsep}{os.environ.get('PATH', '')}"
    if shutil.which("spark-submit") is None:
        raise AirflowFailException(
            "spark-submit is not on the PATH of this Airflow worker. Install Spark 3.5 there, or pyspark==3.5.5."
        )


def spark_home() -> str | None:
    """Spark's own folder, for its jars: that of the environment, of this Python, or of Maven."""
    if os.environ.get("SPARK_HOME"):
        return os.environ["SPARK_HOME"]
    pyspark = find_spec("pyspark")
    return str(Path(pyspark.origin).parent) if pyspark and pyspark.origin else None


class ToolError(AirflowException):
    """A tool that ended with an error: its line, and its exit code."""

    def __init__(self, code: int, line: str):
        super().__init__(line)
        self.code = code


def perplex(*command: str) -> dict:
    """Asks a tool that prints one JSON object, whatever it ends with."""
    return json.loads(_ask(command, "{"))


def packed(*command: str) -> str:
    """A command's settings, checked, as one option for a driver on a machine without the repository."""
    return _ask(("pack", *command), "--packed=").strip()


def _ask(command: tuple[str, ...], answer: str) -> str:
    environment = dict(os.environ)
    home = spark_home()
    if home:
        environment["SPARK_HOME"] = home
    ended = subprocess.run(
        [str(HOME / "jobs" / "perplex"), *command],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=TOOL_SECONDS,
    )
    if ended.stdout.startswith(answer):
        return ended.stdout
    lines = [line for line in ended.stderr.splitlines() if line.startswith("perplex: ")] or ended.stderr.splitlines()
    line = lines[-1].removeprefix("perplex: ") if lines else f"jobs/perplex {command[0]} printed nothing"
    raise ToolError(ended.returncode, line)
