"""Retrains the language model every day: one task a stage, in order.

Each task is a spark-submit of one Perplex stage, in client mode. Stages whose settings and inputs
have not changed are skipped, so a retried task goes on where it stopped. Set the Airflow variables

* ``perplex_home``: the repository, with ``target/perplex-all.jar`` built,
* ``perplex_storage``: the folder of results, on storage that every machine sees,
* ``perplex_profile``: a profile of ``conf/profiles`` (default: ``cluster``),

and the connection ``spark_default``; ``airflow/README.md`` shows how.
"""

from datetime import datetime, timedelta

from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator
from airflow.sdk import DAG

STAGES = ["prepare", "tokenize", "vocab", "word2vec", "ngram", "train", "report", "promote"]
HOME = "{{ var.value.perplex_home }}"

with DAG(
    dag_id="perplex",
    schedule="@daily",
    start_date=datetime(2026, 1, 1),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 2, "retry_delay": timedelta(minutes=5)},
    doc_md=__doc__,
) as dag:
    previous = None
    for stage in STAGES:
        task = SparkSubmitOperator(
            task_id=stage,
            name=f"perplex {stage}",
            application=f"{HOME}/target/perplex-all.jar",
            java_class="dev.perplex.cli.Perplex",
            application_args=[
                stage,
                "--profile",
                "{{ var.value.get('perplex_profile', 'cluster') }}",
                "--date",
                # A run that a person starts may have no logical date.
                "{{ (dag_run.logical_date or dag_run.run_after) | ds }}",
            ],
            properties_file=f"{HOME}/conf/spark/cluster.properties",
            conf={
                "spark.driver.extraJavaOptions":
                    f"-Dlog4j2.configurationFile=file:{HOME}/conf/log4j2.xml",
            },
            driver_memory="3g",
            # In client mode the driver is a child of this task and inherits them.
            env_vars={
                "PERPLEX_HOME": HOME,
                "PERPLEX_STORAGE": "{{ var.value.perplex_storage }}",
            },
        )
        if previous is not None:
            previous >> task
        previous = task
