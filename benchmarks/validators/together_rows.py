"""What Together's client makes of single rows. Runs in an environment of its own: python together_rows.py < ROWS

Rows of tokens are given to it as Parquet, all others as JSON Lines.
"""

import json
import os
import sys
import tempfile
from pathlib import Path

import pyarrow
import pyarrow.parquet

os.environ["TOGETHER_DISABLE_TQDM"] = os.environ["TOGETHER_NO_BANNER"] = "true"

try:
    from together.lib.utils.files import check_file
except ImportError:  # before 2.0
    from together.utils.files import check_file


def written(line, folder):
    """The file that holds the row."""
    row = json.loads(line)
    path = folder / ("row.parquet" if "input_ids" in row else "row.jsonl")
    if "input_ids" in row:
        pyarrow.parquet.write_table(pyarrow.Table.from_pylist([row]), path)
    else:
        path.write_text(line, encoding="utf-8")
    return path


def verdict(line, folder):
    try:
        report = check_file(written(line, folder), purpose="fine-tune")
    except Exception as error:  # it lets a few faults through to Python
        return {"takes": False, "reason": f"{type(error).__name__}: {error}"[:300]}
    return {
        "takes": bool(report["is_check_passed"]),
        "reason": str(report.get("load_parquet") or report.get("message", ""))[:300],
    }


def main():
    with tempfile.TemporaryDirectory() as folder:
        for line in sys.stdin:
            sys.stdout.write(json.dumps(verdict(line, Path(folder))) + "\n")


if __name__ == "__main__":
    main()
