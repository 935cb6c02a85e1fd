"""The ledger: a private, keyed record of what was published, so that no second release tells of the few who changed."""

from workbench.disclosure.ledger.before_run import ledgers_before
from workbench.disclosure.ledger.ledger import (
    FOLDER_VARIABLE,
    holds_others,
    is_known,
    kept_groups,
    keyed_digest,
    known_digest,
    ledger_folder,
    refuse_second_release,
    remember,
    runs_of_the_same,
)

__all__ = [
    "FOLDER_VARIABLE",
    "holds_others",
    "is_known",
    "kept_groups",
    "keyed_digest",
    "known_digest",
    "ledger_folder",
    "ledgers_before",
    "refuse_second_release",
    "remember",
    "runs_of_the_same",
]
