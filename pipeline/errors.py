"""The errors this program raises on purpose: one line for the reader, one ancestor for the command line."""


class PipelineError(Exception):
    """Says what is wrong, where, and what to do; the command line prints it and exits with `exit_code`."""

    exit_code = 1


class DecisionWarning(UserWarning):
    """A row of the analysts' decisions that matches nothing or contradicts another."""


class UsageError(PipelineError):
    """Wrong arguments, a missing input, or an output that cannot be written."""

    exit_code = 2
