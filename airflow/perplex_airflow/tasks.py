"""The tasks: a sensor for the text of the date, a submission a stage, and what follows the verdict."""

from __future__ import annotations

import logging
import os
import re
from importlib import import_module

from airflow.providers.apache.spark.hooks.spark_submit import SparkSubmitHook
from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator
from airflow.sdk import BaseOperator, BaseSensorOperator
from airflow.sdk.bases.branch import BaseBranchOperator
from airflow.sdk.exceptions import AirflowException, AirflowFailException, AirflowSkipException

from perplex_airflow import tools
from perplex_airflow.pipeline import STAGES, Pipeline

USAGE = 2
POLL_SECONDS = 5  # between two looks at a driver in a standalone cluster, each a line of the log

# What a task is called that a verdict leads to.
OUTCOMES = {"done": "promoted", "not-promoted": "not_promoted", "data-refused": "data_refused"}

log = logging.getLogger(__name__)


class CorpusSensor(BaseSensorOperator):
    """Waits until the text of the date is complete, as `perplex corpus` says: on any storage."""

    template_fields = ("variables",)

    def __init__(self, *, pipeline: Pipeline, **kwargs):
        super().__init__(**kwargs)
        self.pipeline = pipeline
        self.variables = dict(pipeline.variables)

    def poke(self, context) -> bool:
        options = tools.arguments(self.pipeline, self.variables, context)
        try:
            corpus = tools.perplex("corpus", "--json", *options)
        except tools.ToolError as e:
            if e.code == USAGE:
                raise AirflowFailException(str(e)) from None  # waiting does not mend it
            raise
        for source in corpus["sources"]:
            if source["missing"]:
                self.log.info("Waiting for %s", source["missing"])
        return corpus["ready"]


class StageOperator(SparkSubmitOperator):
    """Submits one stage, then reads how it ended from the run's result."""

    template_fields = (*SparkSubmitOperator.template_fields, "variables")

    def __init__(self, *, pipeline: Pipeline, stage: str, **kwargs):
        super().__init__(
            task_id=stage,
            name=f"perplex {pipeline.name} {stage}",
            java_class="dev.perplex.cli.Perplex",
            conn_id=pipeline.connection,
            deploy_mode=pipeline.deploy_mode or None,
            status_poll_interval=POLL_SECONDS,
            **kwargs,
        )
        self.pipeline = pipeline
        self.stage = stage
        self.variables = dict(pipeline.variables)
        self.complaint = None  # the line in which the driver said what is wrong

    def execute(self, context) -> dict:
        tools.check_worker()
        cluster = tools.is_cluster(self.pipeline)
        options = tools.arguments(self.pipeline, self.variables, context)
        self._spark(cluster)
        force = ["--force"] if self.stage in (context["params"].get("force") or []) else []
        driver = self._packed(options) if cluster else options
        self.application_args = [self.stage, *driver, *force]
        self._submit(context)
        result = tools.perplex("status", "--this", "--json", *options)
        return self._verdict(context, result)

    def _spark(self, cluster: bool) -> None:
        first, *over = self.pipeline.properties
        self.properties_file = str(first)
        self.conf = tools.spark_options(over)
        self.conf["spark.driver.extraJavaOptions"] = tools.driver_options(self.pipeline, cluster)
        if "spark.driver.memory" not in tools.spark_options(self.pipeline.properties):
            self._driver_memory = self.pipeline.driver_memory
        self.application = str(tools.jar())
        if cluster:
            self._deploy_mode = "cluster"  # the provider follows the driver by this, not by the properties
            self.application = os.environ.get("PERPLEX_CLUSTER_JAR") or self.application

    def _packed(self, options: list[str]) -> list[str]:
        """One word that has all settings and the manifest: the driver's machine has no copy of the repository."""
        try:
            return [tools.packed(self.stage, *options)]
        except tools.ToolError as e:
            if e.code == USAGE:
                raise AirflowFailException(str(e)) from None
            raise

    def _submit(self, context) -> None:
        try:
            super().execute(context)
        except AirflowException as e:
            match = re.search(r"Error code is: (-?\d+)", str(e))
            if not match:
                raise
            code = int(match[1])
            why = self.complaint or f"spark-submit ended with {code}; the log of this task says why."
            if code == USAGE:
                raise AirflowFailException(why) from None  # trying again is in vain
            raise AirflowException(why) from None  # also where another driver has the run

    def _get_hook(self) -> SparkSubmitHook:
        """
        A hook that remembers the driver's own words, as the provider's error has only a number, and that gets an
        answer when it asks how a driver in a standalone cluster is.
        """
        hook = super()._get_hook()
        process = hook._process_spark_submit_log
        hook._process_spark_submit_log = lambda lines: process(self._listened(lines))
        status = hook._build_track_driver_status_command
        hook._build_track_driver_status_command = lambda: tools.telling(status())
        return hook

    def _listened(self, lines):
        for line in lines:
            if line.startswith("perplex: "):
                self.complaint = line.removeprefix("perplex: ").strip()
            yield line

    def _verdict(self, context, result: dict) -> dict:
        told = {
            key: result.get(key)
            for key in ("run", "verdict", "error", "report", "version", "champion", "perplexity")
        }
        told["gates"] = result.get("gates") or result.get("data-gates") or []
        verdict = result.get("verdict")
        if verdict == "done" or verdict == "not-promoted":
            return told
        gated = any(gate["outcome"] == "REFUSED" for gate in result.get("data-gates") or [])
        if verdict == "data-refused" and gated:
            context["ti"].xcom_push(key="return_value", value=told)
            raise AirflowSkipException(told["error"])
        # Damaged, empty or gone: nothing that the gates decided.
        raise AirflowFailException(told["error"] or f"The run {told['run']} has no result: it is {result['state']}.")


class VerdictBranch(BaseBranchOperator):
    """Goes on by what the last stage that ran says; exit codes do not survive cluster mode."""

    def choose_branch(self, context) -> str:
        return OUTCOMES[_result(context)["verdict"]]


class OutcomeOperator(BaseOperator):
    """Says how the run of the DAG ended, to the log and to the alerts' function."""

    def __init__(self, *, pipeline: Pipeline, verdict: str, **kwargs):
        super().__init__(task_id=OUTCOMES[verdict], **kwargs)
        self.pipeline = pipeline
        self.verdict = verdict

    def execute(self, context) -> dict:
        result = _result(context)
        for gate in result["gates"]:
            self.log.info("%s %s: %s", gate["outcome"].lower(), gate["gate"], gate["message"])
        alert(self.pipeline, self.verdict, context, result["error"] or "")
        if self.verdict in self.pipeline.alerts.fail_on:
            raise AirflowFailException(result["error"])
        return result


def _result(context) -> dict:
    """Of the last stage that has one."""
    results = context["ti"].xcom_pull(task_ids=STAGES) or []
    known = [result for result in results if result]
    if not known:
        raise AirflowFailException("No stage of this run has a result.")
    return known[-1]


def report_link(pipeline: Pipeline, result: dict) -> str:
    """Where a person opens the report; empty before there is one."""
    if result.get("report") and pipeline.alerts.report_url:
        return pipeline.alerts.report_url.format(run=result["run"])
    return result.get("report") or ""


def alert(pipeline: Pipeline, verdict: str, context, why: str) -> None:
    """Logs one line, and hands it to `alerts.call`; one that fails costs no model."""
    try:
        result = _result(context)
    except AirflowFailException:
        result = {}
    message = {
        "pipeline": pipeline.name,
        "verdict": verdict,
        "why": why,
        "date": _date(pipeline, context),
        "run": result.get("run") or "",
        "report": report_link(pipeline, result),
        "champion": result.get("champion") or "",
        "dag_run": tools.submission(context),
        "task": context["ti"].task_id,
        "log": getattr(context["ti"], "log_url", ""),
    }
    log.info("perplex %(pipeline)s %(date)s: %(verdict)s %(why)s report: %(report)s", message)
    if pipeline.alerts.call:
        module, _, function = pipeline.alerts.call.rpartition(".")
        try:
            getattr(import_module(module), function)(message)
        except Exception:
            log.exception("alerts.call = %s failed", pipeline.alerts.call)


def _date(pipeline: Pipeline, context) -> str:
    try:
        return tools.logical_date(pipeline, context)
    except AirflowException:
        return ""


def failed(pipeline: Pipeline):
    """The callback of a task that has failed for good."""

    def on_failure(context) -> None:
        alert(pipeline, "failed", context, str(context.get("exception") or ""))

    return on_failure
