"""The lines of a run's log without their times, and without its first and last line."""

import re

_LINE = re.compile(r"(?m)^\d{4}-\d\d-\d\dT[\d:]{8}Z  (?!started |ended     after)(.*)$")


def log_lines(stderr):
    return _LINE.findall(stderr)
