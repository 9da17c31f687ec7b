"""From configuration files to DAGs."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from airflow.sdk import DAG, Param, TriggerRule, get_parsing_context

from perplex_airflow.pipeline import STAGES, Pipeline, PipelineError, load
from perplex_airflow.tasks import OUTCOMES, CorpusSensor, OutcomeOperator, StageOperator, VerdictBranch, failed

SUMMARIES = {
    "prepare": "Raw sources to documents, with their split.",
    "tokenize": "Documents to tokens, with the tokenizer file.",
    "vocab": "Tokens to a vocabulary and the corpus as ids.",
    "word2vec": "Ids to word vectors. The data gate is asked first.",
    "ngram": "Ids to an n-gram model, the classic baseline.",
    "train": "Ids (and vectors) to a language model.",
    "report": "Model and test ids to a perplexity report.",
    "promote": "Report to registry, as the champion where the gates let it pass.",
}


def dags(folder: Path) -> dict[str, DAG]:
    """
    A DAG a file, by its id. A worker that has a task to run builds that task's DAG alone, so a file
    that is broken stops no other pipeline at work.
    """
    wanted = get_parsing_context().dag_id
    files = sorted(folder.glob("*.toml"))
    built, errors = {}, []
    for file in files:
        if wanted not in (None, f"perplex_{file.stem}"):
            continue
        try:
            dag = build(load(file))
            built[dag.dag_id] = dag
        except PipelineError as e:
            errors.append(str(e))
    if wanted is not None and not built and not errors:
        errors.append(f"{folder} has no file for {wanted}: there are {', '.join(file.name for file in files)}.")
    if errors:
        raise PipelineError(" ".join(errors))
    return built


def build(pipeline: Pipeline) -> DAG:
    """corpus, then the stages in order, then the verdict and what it leads to."""
    retries = pipeline.retries
    with DAG(
        dag_id=pipeline.dag_id,
        description=pipeline.description or f"Retrains {pipeline.name}.",
        schedule=pipeline.schedule or None,
        start_date=pipeline.start_date,
        end_date=pipeline.end_date,
        catchup=pipeline.catchup,
        max_active_runs=pipeline.max_active_runs,
        dagrun_timeout=timedelta(hours=pipeline.timeouts.run),
        tags=["perplex", *pipeline.tags],
        params=_params(),
        doc_md=_doc(pipeline),
        default_args={
            "owner": pipeline.owner,
            "retries": retries.count,
            "retry_delay": timedelta(seconds=retries.first_seconds),
            "retry_exponential_backoff": True,
            "max_retry_delay": timedelta(seconds=max(retries.first_seconds, retries.longest_seconds)),
            "on_failure_callback": failed(pipeline),
        },
    ) as dag:
        last = CorpusSensor(
            task_id="corpus",
            pipeline=pipeline,
            mode="reschedule",
            poke_interval=pipeline.wait.poll_seconds,
            timeout=timedelta(hours=pipeline.wait.timeout_hours).total_seconds(),
            doc_md="Waits until the text of the date is complete (`perplex corpus`).",
        )
        for stage in STAGES:
            hours = pipeline.timeouts.stages.get(stage, pipeline.timeouts.stage)
            task = StageOperator(
                pipeline=pipeline,
                stage=stage,
                execution_timeout=timedelta(hours=hours),
                doc_md=SUMMARIES[stage],
            )
            last >> task
            last = task
        # Stages after a refusal of the data gate are skipped; that is a verdict, and no failure.
        verdict = VerdictBranch(
            task_id="verdict",
            trigger_rule=TriggerRule.NONE_FAILED,
            doc_md="Goes on by the verdict in the run's result.",
        )
        last >> verdict
        for name in OUTCOMES:
            verdict >> OutcomeOperator(pipeline=pipeline, verdict=name, retries=0)
    return dag


def _params() -> dict[str, Param]:
    return {
        "date": Param(
            None,
            type=["null", "string"],
            pattern=r"^\d{4}-\d{2}-\d{2}([T-][A-Za-z0-9.+-]*)?$",
            description="Date of the text, in place of that of the logical date.",
        ),
        "force": Param(
            [],
            type="array",
            items={"type": "string", "enum": STAGES},
            description="Stages that are made anew, finished or not.",
        ),
        "settings": Param(
            [],
            type="array",
            items={"type": "string", "pattern": r"^[a-z][a-z0-9.-]*=.+$"},
            description="Further settings of this run, such as train.epochs=2.",
        ),
    }


def _doc(pipeline: Pipeline) -> str:
    name = pipeline.pipeline or pipeline.name
    files = ", ".join(f"`{file.name}`" for file in pipeline.configuration)
    stages = "\n".join(f"| `{stage}` | {summary} |" for stage, summary in SUMMARIES.items())
    return f"""
{pipeline.description}

Trains `{name}` on the text of the run's date, {pipeline.lag_days} days before its logical date, and
promotes it where it is better than the champion. Settings: {files}.

| task | |
|---|---|
| `corpus` | Waits until the text of the date is complete. |
{stages}
| `verdict` | `promoted`, `not_promoted` or `data_refused`, by the run's result. |

A task that is tried again goes on where the last driver stopped; where that one still lives (exit code
30) it waits its turn. What was live when: `jobs/perplex models {name} --history`. Back to the last
champion: `jobs/perplex rollback {name} --why WORDS`.
"""
