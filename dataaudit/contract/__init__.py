"""What a team expects of its data, held against the examples by Great Expectations.

settings.py      the table `[contract]`, typed
suite.py         that table and a team's own suite -> one suite, in the JSON of Great Expectations
frame.py         the frame the suite is run on
validation.py    suite and frame -> what is broken, with all rows; imports Great Expectations
json_schema.py   whether a text is the JSON that a schema asks for, and why not
phrases.py       what is wrong, in words
fitting.py       examples -> a contract that they keep, for `dataaudit init`
json_shape.py    texts of JSON -> a schema that they all keep
"""
