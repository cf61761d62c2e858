"""Harvester: archive question-and-answer explainers and keep every version of every question."""

__version__ = "0.1.0"
