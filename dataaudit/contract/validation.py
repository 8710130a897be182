"""Runs a suite over a frame with Great Expectations and says what is broken, with all rows.

The context lives in memory and is put away afterwards: no file is read or written, nothing goes over the network
(Great Expectations has sent nothing on its own since 1.18), and the caller's own context stays the current one.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from dataaudit.contract.frame import columns_of
from dataaudit.contract.suite import MATCH_JSON_SCHEMA, Expectation, Suite
from dataaudit.errors import ConfigError
from dataaudit.model import Severity

#: All rows and no values: lists of values are cut at 200 whatever one asks for (GX issue 10269), rows are not.
_RESULT_FORMAT = {
    "result_format": "COMPLETE",
    "exclude_unexpected_values": True,
    "partial_unexpected_count": 0,
    "return_unexpected_index_query": False,
}
_SEVERITIES = {"critical": Severity.ERROR, "warning": Severity.WARNING, "info": Severity.INFO}
#: Key of an expectation's meta that tells its result from the others.
_NUMBER = "dataaudit"
_UNIQUE = frozenset({"expect_column_values_to_be_unique", "expect_compound_columns_to_be_unique"})
#: Arguments that say how to run an expectation and not what is expected.
_RUNTIME_KEYS = frozenset({"result_format", "catch_exceptions", "include_config", "batch_id"})


@dataclass(frozen=True, slots=True)
class Breach:
    """An expectation that isn't met.

    Attributes
    ----------
    expectation
        As in the suite, its parameters filled in.
    rows
        Those that break it, ascending; none where it is about the data as a whole.
    result
        What Great Expectations found: counts, `observed_value`, `details`.
    absent
        The column it is about, where the data don't have it.
    """

    expectation: Expectation
    rows: tuple[int, ...] = ()
    result: Mapping[str, Any] = field(default_factory=dict)
    absent: str | None = None

    @property
    def columns(self) -> list[str]:
        """The columns whose values break it."""
        return list(columns_of(self.expectation))

    @property
    def severity(self) -> Severity:
        """How much it weighs, in the words of the verdict."""
        return _SEVERITIES[self.expectation.get("severity", "critical")]


def breaches(frame: pd.DataFrame, suite: Suite) -> list[Breach]:
    """The expectations of a suite that a frame breaks, in the order of the suite.

    Parameters
    ----------
    frame
        Indexed by row.

    Raises
    ------
    ConfigError
        An expectation is unknown, has wrong arguments or can't be run on this data.
    """
    found, run = {}, {}
    for number, expectation in enumerate(suite["expectations"]):
        absent = next((name for name in columns_of(expectation) if name not in frame), None)
        if absent is None:
            run[number] = expectation
        else:
            found[number] = Breach(expectation, absent=absent)
    for number, result in _results(frame, suite, run) if run else ():
        if not result.success:
            rows = result.result.get("unexpected_index_list") or ()
            found[number] = Breach(_as_run(run[number], result), tuple(sorted(rows)), result.result)
    return [found[number] for number in sorted(found)]


def repeats(frame: pd.DataFrame, breach: Breach) -> list[tuple[int, ...]]:
    """The rows of a breach by what they repeat, the first of each to be kept; empty where it isn't about that."""
    if breach.expectation["type"] not in _UNIQUE:
        return []
    broken = frame.loc[list(breach.rows), breach.columns]
    groups = broken.groupby(breach.columns, sort=False, dropna=False).indices.values()
    return sorted(tuple(broken.index[group].tolist()) for group in groups)


def row_values(frame: pd.DataFrame, breach: Breach) -> dict[int, Any]:
    """What stands in each row of a breach; of several columns a list."""
    columns = [frame.loc[list(breach.rows), name].tolist() for name in breach.columns]
    values = columns[0] if len(columns) == 1 else [list(row) for row in zip(*columns, strict=True)]
    return dict(zip(breach.rows, values, strict=True))


def _results(frame: pd.DataFrame, suite: Suite, run: Mapping[int, Expectation]) -> Iterator[tuple[int, Any]]:
    """Great Expectations' result for each expectation; what it caught is raised, since no answer is not a yes."""
    with _batch(frame) as batch:
        validated = _validated(batch, suite, [_built(expectation, number) for number, expectation in run.items()])
    if len(validated.results) != len(run):
        raise RuntimeError(f"{len(validated.results)} results for {len(run)} expectations")
    for result in validated.results:
        number = result.expectation_config.meta[_NUMBER]
        if (problem := _problem(result.exception_info)) is not None:
            raise _unrunnable(run[number], number, problem)
        yield number, result


def _validated(batch: Any, suite: Suite, built: list[Any]) -> Any:
    import great_expectations as gx
    from great_expectations.exceptions import SuiteParameterError

    named = gx.ExpectationSuite(name=suite["name"], expectations=built)
    parameters = suite.get("suite_parameters") or None
    try:
        return batch.validate(named, result_format=_RESULT_FORMAT, expectation_parameters=parameters)
    except SuiteParameterError as error:
        raise ConfigError(f"[contract]: the suite {suite['name']!r} can't be run: {error}") from error


def _built(expectation: Expectation, number: int) -> Any:
    """Great Expectations' object for an expectation; it goes by its number, since results come in any order."""
    from great_expectations.expectations.registry import get_expectation_impl

    from dataaudit.contract.expectations import ExpectColumnValuesToFitJsonSchema

    own = expectation["type"] == MATCH_JSON_SCHEMA
    kwargs = {key: value for key, value in expectation["kwargs"].items() if key not in _RUNTIME_KEYS}
    try:
        kind = ExpectColumnValuesToFitJsonSchema if own else get_expectation_impl(expectation["type"])
        return kind(**kwargs, meta={_NUMBER: number})
    except Exception as error:
        raise _unrunnable(expectation, number, error) from error


def _as_run(expectation: Expectation, result: Any) -> Expectation:
    """An expectation with the values of its parameters."""
    filled_in = result.expectation_config.kwargs
    kwargs = expectation["kwargs"]
    parameters = {key for key, value in kwargs.items() if isinstance(value, dict) and "$PARAMETER" in value}
    return {**expectation, "kwargs": kwargs | {key: filled_in[key] for key in parameters}}


def _unrunnable(expectation: Expectation, number: int, reason: object) -> ConfigError:
    sentence = " ".join(str(reason).split())
    return ConfigError(f"[contract]: expectation {number + 1}, {expectation['type']}, can't be run: {sentence}")


def _problem(caught: Mapping[str, Any]) -> str | None:
    """The message of an exception that Great Expectations caught; it keeps one for each metric or one for all."""
    for item in (caught, *caught.values()):
        if isinstance(item, Mapping) and item.get("raised_exception"):
            return str(item.get("exception_message"))
    return None


@contextmanager
def _batch(frame: pd.DataFrame) -> Iterator[Any]:
    """The frame as a batch of a context in memory, which stops being the current one afterwards."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=DeprecationWarning)
        import great_expectations as gx
        from great_expectations.data_context import project_manager, set_context
        from great_expectations.data_context.types.base import DataContextConfig, InMemoryStoreBackendDefaults
        from great_expectations.exceptions.exceptions import DataContextRequiredError

        try:
            before = project_manager.get_current_project()
        except DataContextRequiredError:
            before = None
        stores = InMemoryStoreBackendDefaults()
        config = DataContextConfig(store_backend_defaults=stores, progress_bars={"globally": False})
        context = gx.get_context(mode="ephemeral", project_config=config)
        try:
            asset = context.data_sources.add_pandas("dataaudit").add_dataframe_asset("examples")
            definition = asset.add_batch_definition_whole_dataframe("all")
            yield definition.get_batch({"dataframe": frame})
        finally:
            set_context(before)
