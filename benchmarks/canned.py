"""An engine that knows the texts of the benchmarks by heart: what a message costs without understanding it."""

import re

from benchmarks.texts import AT_HOME, FAULTS, RENT
from model.understanding import Understanding

SURE = 0.98
WHERE_OR_SINCE = re.compile(r"kitchen|bathroom|bedroom|living room|hallway|\d+ (?:days|weeks)")
MEANINGS = (
    ("rent_balance", re.compile("|".join(RENT))),
    ("repair_report", re.compile("|".join(FAULTS))),
    ("cancel", re.compile("^never mind$")),
    ("repair_report", re.compile("^(?:" + "|".join(AT_HOME) + ")$")),
    ("repair_report", WHERE_OR_SINCE),
)


class Canned:
    """Says at once what a text of `texts.py` means; anything else is out of scope, which the books find at the end."""

    def understand(self, text: str) -> Understanding:
        for topic, words in MEANINGS:
            if words.search(text):
                return Understanding(text, topic, SURE)
        return Understanding(text, "out_of_scope", 0.0)
