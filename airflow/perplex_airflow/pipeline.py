"""A pipeline's configuration file: what it may say, and how it is told that it may not."""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from dataclasses import MISSING, dataclass, field, fields
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

# The stages in order, as `dev.perplex.provenance.Stage` has them; a test holds both together.
STAGES = ["prepare", "tokenize", "vocab", "word2vec", "ngram", "train", "report", "promote"]

HOME = Path(os.environ.get("PERPLEX_HOME") or Path(__file__).resolve().parents[2])

_KINDS = {
    str: "a text",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    date: "a date such as 2026-01-01",
    list: "a list of texts",
    dict: "a table",
}


class PipelineError(ValueError):
    """A configuration file that cannot be used, in one line."""


def _setting(kind: type, default=MISSING, **more):
    if isinstance(default, (list, dict)):
        return field(default_factory=default.copy, metadata={"kind": kind, **more})
    return field(default=default, metadata={"kind": kind, **more})


def _file(name: str) -> str:
    return name if name.endswith(".properties") else f"{name}.properties"


@dataclass(frozen=True, kw_only=True)
class Retries:
    """Block `retries`: safe, as a run has one driver at a time, and what is finished is skipped."""

    count: int = _setting(int, 3, least=0)
    first_seconds: int = _setting(int, 120, least=1)  # doubled each time
    longest_seconds: int = _setting(int, 3600, least=1)


@dataclass(frozen=True, kw_only=True)
class Timeouts:
    """Block `timeouts`, in hours."""

    stage: float = _setting(float, 12.0, least=0.01)
    run: float = _setting(float, 36.0, least=0.01)
    stages: dict = _setting(dict, {}, values=float, keys=STAGES)  # where one differs


@dataclass(frozen=True, kw_only=True)
class Wait:
    """Block `wait`: for the text of the date, by the markers that the corpus manifest names."""

    poll_seconds: int = _setting(int, 300, least=1)
    timeout_hours: float = _setting(float, 12.0, least=0.0)


@dataclass(frozen=True, kw_only=True)
class Alerts:
    """Block `alerts`."""

    call: str = _setting(str, "")  # `module.function`, called with a dictionary; see `tasks.alert`
    report_url: str = _setting(str, "")  # where people open reports: {run} is the run's id
    fail_on: list = _setting(list, [], allowed=["not-promoted", "data-refused"])


@dataclass(frozen=True, kw_only=True)
class Pipeline:
    """A file of `pipelines/`."""

    name: str
    description: str = _setting(str, "")
    owner: str = _setting(str, "perplex")
    tags: list = _setting(list, [])
    schedule: str = _setting(str, "")  # cron or a preset; empty: by hand alone
    start: date = _setting(date, date(2026, 1, 1))
    end: date = _setting(date, None)  # last logical date; none where it is not given
    timezone: str = _setting(str, "UTC")
    catchup: bool = _setting(bool, False)
    max_active_runs: int = _setting(int, 1, least=1)
    lag_days: int = _setting(int, 0, least=0)  # from the logical date back to the date of the text
    date_format: str = _setting(str, "%Y-%m-%d")
    connection: str = _setting(str, "spark_default")
    deploy_mode: str = _setting(str, "", allowed=["", "client", "cluster"])
    spark: str = _setting(str, "cluster")  # conf/spark/NAME.properties or a path, and more over it: yarn-cluster,s3
    driver_memory: str = _setting(str, "3g")  # where the properties have no spark.driver.memory
    pipeline: str = _setting(str, "")  # run.pipeline; the file's name where it is not given
    profiles: list = _setting(list, [])  # conf/profiles/NAME.conf, the later the stronger
    config: list = _setting(list, [])  # further files over them
    variables: dict = _setting(dict, {}, values=str)  # --variable NAME=VALUE; templated
    settings: dict = _setting(dict, {}, values=(str, int, float, bool))  # --set KEY=VALUE
    retries: Retries = _setting(Retries, Retries())
    timeouts: Timeouts = _setting(Timeouts, Timeouts())
    wait: Wait = _setting(Wait, Wait())
    alerts: Alerts = _setting(Alerts, Alerts())

    @property
    def dag_id(self) -> str:
        return f"perplex_{self.name}"

    @property
    def properties(self) -> list[Path]:
        """Files of Spark's options, weakest first."""
        return [HOME / ("" if "/" in name else "conf/spark") / _file(name) for name in self.spark.split(",")]

    @property
    def configuration(self) -> list[Path]:
        """Files of settings, weakest first."""
        profiles = [HOME / "conf" / "profiles" / f"{name}.conf" for name in self.profiles]
        return [HOME / "conf" / "perplex.conf", *profiles, *(HOME / file for file in self.config)]

    @property
    def start_date(self) -> datetime:
        return self._midnight(self.start)

    @property
    def end_date(self) -> datetime | None:
        return self._midnight(self.end) if self.end else None

    def _midnight(self, day: date) -> datetime:
        return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(self.timezone))


def load(file: Path) -> Pipeline:
    """Reads and checks a file."""
    try:
        with file.open("rb") as text:
            values = tomllib.load(text)
    except OSError as e:
        raise PipelineError(f"{file}: {e.strerror}.") from None
    except tomllib.TOMLDecodeError as e:
        raise PipelineError(f"{file}: {e}.") from None
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", file.stem):
        raise PipelineError(
            f"{file}: the name {file.stem} is not made of lower-case letters, digits, dashes and underscores."
        )
    pipeline = _block(file, "", values, Pipeline, name=file.stem)
    _check(file, pipeline)
    return pipeline


def _block(file: Path, prefix: str, values: dict, kind: type, **fixed):
    known = {each.name: each.metadata for each in fields(kind) if each.name not in fixed}
    for key in values:
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            hint = f"Did you mean {prefix}{near[0]}?" if near else f"Known are {', '.join(known)}."
            raise PipelineError(f"{file}: {prefix}{key} is not a known key. {hint}")
    return kind(
        **fixed, **{key: _value(file, prefix + key, value, known[key]) for key, value in values.items()}
    )


def _value(file: Path, key: str, value, rule: dict):
    kind = rule["kind"]
    if isinstance(value, dict) and kind not in _KINDS:
        return _block(file, key + ".", value, kind)
    value = _typed(file, key, value, kind if kind in _KINDS else dict)
    if "least" in rule and value < rule["least"]:
        raise PipelineError(f"{file}: {key} = {value} is below {rule['least']}.")
    for each in value if kind in (list, dict) else [value]:
        allowed = rule.get("allowed") or rule.get("keys")
        if allowed and each not in allowed:
            raise PipelineError(f"{file}: {key} = {each} is not one of {', '.join(filter(None, allowed))}.")
    if kind is list:
        return [_typed(file, f"{key}[{i}]", each, str) for i, each in enumerate(value)]
    if kind is dict:
        return {name: _typed(file, f"{key}.{name}", each, rule["values"]) for name, each in value.items()}
    return value


def _typed(file: Path, key: str, value, kind):
    kinds = kind if isinstance(kind, tuple) else (kind,)
    if float in kinds and type(value) is int:
        return value if int in kinds else float(value)
    if type(value) not in kinds:
        raise PipelineError(
            f"{file}: {key} = {value!r} is not {' or '.join(_KINDS[each] for each in kinds)}."
        )
    return value


def _check(file: Path, pipeline: Pipeline) -> None:
    for path in [*pipeline.properties, *pipeline.configuration]:
        if not path.is_file():
            raise PipelineError(f"{file}: {path} does not exist. Mend spark, profiles or config, or set PERPLEX_HOME.")
    for name in pipeline.variables:
        if not re.fullmatch(r"[A-Z][A-Z0-9_]*", name):
            raise PipelineError(
                f"{file}: variables.{name} is not a name of capital letters, digits and underscores."
            )
    try:
        ZoneInfo(pipeline.timezone)
    except (ZoneInfoNotFoundError, ValueError):
        raise PipelineError(f"{file}: timezone = {pipeline.timezone} is not a known time zone.") from None
    if pipeline.alerts.call and "." not in pipeline.alerts.call:
        raise PipelineError(f"{file}: alerts.call = {pipeline.alerts.call} is not of the form module.function.")
