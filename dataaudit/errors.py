"""What can go wrong because of something the user gave.

    DataAuditError           one sentence: what, where, what to do; exit code 2
    ├── InputError           a file that can't be read at all, or data that is no dataset
    ├── FormatError          an ambiguous or unknown shape; names the columns found and the option to use
    ├── ConfigError          a wrong setting, with its file, key and the nearest known name
    └── EncoderError         an encoder that can't be loaded

Anything else that is raised is a defect of ours and shows a traceback.
"""


class DataAuditError(Exception):
    """Base of all errors that a user can cause; its text is one clear sentence."""


class InputError(DataAuditError):
    """The data can't be read at all."""


class FormatError(DataAuditError):
    """The shape of the data is unknown or ambiguous."""


class ConfigError(DataAuditError):
    """A setting is unknown or has an impossible value."""


class EncoderError(DataAuditError):
    """An encoder can't be loaded, or isn't the one that was pinned."""
