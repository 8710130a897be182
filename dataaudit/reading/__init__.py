"""Bytes to records: files, folders, standard input, frames. See `read`.

reader.py         `read`: which reader gets what
paths.py          which files are meant
content.py        a file on disk -> its UTF-8 content: decompression, byte-order marks, UTF-16
jsonfiles.py      .jsonl, .ndjson and .json -> records; decides which of them a file really is
  jsonlines.py      one JSON value per line
  jsondoc.py        one JSON document: array, wrapped array, object of objects, single record
  jsonscan.py       where the values of a JSON text start and end
  jsonvalue.py      one JSON value, and what is wrong with how it is written
  jsonsyntax.py     why a text is not JSON, in words
delimited.py      .csv and .tsv -> records
columnar.py       .parquet -> records
frames.py         DataFrames and lists -> records
rewrite.py        some records -> a file of the same kind
plain.py          values of pandas, NumPy and Arrow -> what JSON knows
rows.py           what readers return, and how a value becomes a record
"""

from dataaudit.reading.reader import Reading, read

__all__ = ["Reading", "read"]
