"""Each ``pipelines/NAME.toml`` is a DAG ``perplex_NAME``; ``perplex_airflow`` builds it.

``python perplex_dag.py`` checks the files without Airflow's database.
"""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
if str(HERE) not in sys.path:  # where the folder of DAGs is one above
    sys.path.insert(0, str(HERE))

from perplex_airflow.dag import dags  # noqa: E402

globals().update(dags(HERE / "pipelines"))

if __name__ == "__main__":
    print("\n".join(sorted(name for name in globals() if name.startswith("perplex_"))))
