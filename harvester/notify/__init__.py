"""Notices: report changes, events and warnings to people, each once (docs/notices.md).

`matching`, `letters`, `wording`, `payload`, `feed` and `signing` are pure: which rows a notice wants, and how
a letter reads at each kind of target. `gathering` puts what is new into messages, `sending` hands them to the
targets, and each kind of target has a module of its own.
"""
