"""Logs without personal health information: a fault's message may hold what somebody typed."""

import logging
from typing import Any

from assistant.guard.privacy import redact


class Redacting(logging.Formatter):
    """Formats a record, traceback and all, and takes out what tells who somebody is."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, or lines, as they may be kept."""
        return redact(super().format(record))


def log_config() -> dict[str, Any]:
    """The configuration of logging in which every logger writes to standard error through Redacting."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"private": {"()": Redacting, "fmt": "%(levelname)s: %(message)s"}},
        "handlers": {"screen": {"class": "logging.StreamHandler", "formatter": "private"}},
        "root": {"handlers": ["screen"], "level": "WARNING"},
    }
