"""Enquiries that a database holds already: closed ones of past weeks with their messages, replies, clocks and audit.

Each of the thousand numbers has one of them, so that those who write have the same past however many others there are.
Those belong to people of the web chat, five to each. Hashes of the audit have their length but are no chain.
"""

import time

from benchmarks.database import Database
from benchmarks.tenants import NUMBERS

EACH = 5
DAY = 86_400 * 1_000_000
ANSWER = "Your account is £12.40 in credit as at 3 October. Your next charge is £104.17 on Monday. " * 2
QUESTION = "Hello, please can you tell me how much rent I owe at the moment, and when the next payment is due?"
KNOWN = len(NUMBERS)
#: of enquiry i: whose it is, and how many that person had before
PERSON = f"CASE WHEN i <= {KNOWN} THEN i ELSE {KNOWN} + (i - {KNOWN} + {EACH - 1}) / {EACH} END"
BEFORE = f"CASE WHEN i <= {KNOWN} THEN 0 ELSE (i - {KNOWN} - 1) % {EACH} END"
CHANNEL = f"CASE WHEN i <= {KNOWN} THEN 'sms' ELSE 'webchat' END"
#: of person i
ADDRESS = f"""CASE WHEN i <= {KNOWN} THEN '+447700900' || substr(CAST(999 + i AS TEXT), 2) ELSE {{figures}} END"""
NUMBERED = """WITH RECURSIVE numbered (i) AS
              (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM numbered WHERE i < {last})"""

PEOPLE = (
    "INSERT INTO person (id, public_id, created_at) {numbered} SELECT i, {figures}, {at} FROM numbered",
    """INSERT INTO conversation (id, public_id, channel, address, person, seq, introduced, last_in_at, created_at)
       {numbered} SELECT i, {figures}, {channel}, {address}, i,
       CASE WHEN i <= {known} THEN 2 ELSE 2 * {each} END, TRUE, {at}, {at} FROM numbered""",
    """INSERT INTO handle (channel, address, person)
       SELECT channel, address, person FROM conversation""",
)
ENQUIRIES = (
    """INSERT INTO enquiry (id, reference, public_id, person, conversation, topic, state, priority, team, created_at,
                            started_at, closed_at, outcome, summary, skills, audit_seq, audit_head, sealed_seq)
       {numbered} SELECT i, substr({figures}, 1, 16), {figures}, {person}, {person}, 'rent_balance', 'closed', 'normal',
       'income', {at}, {at}, {at} + 60000000, 'finished by the bot: rent_balance', '{question}', '["rent"]', 2,
       {figures} || {figures}, 2 FROM numbered""",
    """INSERT INTO message (id, public_id, conversation, seq, direction, author, channel, provider_id, text, at,
                            received_at, enquiry, understanding, handled_at, attempts)
       {numbered} SELECT 2 * i - 1, {figures}, {person}, 2 * ({before}) + 1, 'in', 'tenant', {channel},
       'SM' || {figures}, '{question}', {at}, {at}, i,
       '{{"topic":"rent_balance","confidence":0.98,"emergency":"none"}}', {at}, 1 FROM numbered""",
    """INSERT INTO message (id, public_id, conversation, seq, direction, author, signed, channel, text, at, received_at,
                            enquiry)
       {numbered} SELECT 2 * i, {figures}, {person}, 2 * ({before}) + 2, 'out', 'bot', 'the automated assistant',
       {channel}, '{answer}', {at}, {at}, i FROM numbered""",
    """INSERT INTO reply (id, public_id, message, conversation, cause, enquiry, part, author, channel, address, text,
                          state, attempts, next_at, provider_id, accepted_at, created_at)
       {numbered} SELECT i, {figures}, 2 * i, {person}, 2 * i - 1, i, 1, 'bot', {channel}, '', '{answer}', 60, 1, {at},
       'SM' || {figures}, {at}, {at} FROM numbered""",
    """INSERT INTO clock (id, enquiry, promise, started_at, due_at, warned, met_at, met_by, met_reply)
       {numbered} SELECT i, i, 'acknowledge', {at}, {at} + 3600000000, 0, {at}, 'bot', i FROM numbered""",
    """INSERT INTO audit (id, enquiry, seq, at, who, what, why, hash)
       {numbered} SELECT 2 * i - 1, i, 1, {at}, 'bot', 'opened', 'a message about rent_balance',
       {figures} || {figures} FROM numbered""",
    """INSERT INTO audit (id, enquiry, seq, at, who, what, why, hash)
       {numbered} SELECT 2 * i, i, 2, {at}, 'bot', 'closed', 'finished by the bot: rent_balance',
       {figures} || {figures} FROM numbered""",
)


def fill(database: Database, count: int) -> None:
    """Store `count` enquiries, at least a thousand, in an empty database that Doorstep has not opened yet."""
    for statement in database.quickening:
        database.change(statement)
    people = KNOWN + (count - KNOWN + EACH - 1) // EACH
    for statements, last in ((PEOPLE, people), (ENQUIRIES, count)):
        for statement in statements:
            database.change(_statement(statement, database.figures, last))
    for statement in database.settling:
        database.change(statement)


def _statement(statement: str, figures: str, last: int) -> str:
    now = time.time_ns() // 1000
    return statement.format(
        numbered=NUMBERED.format(last=last),
        figures=figures,
        at=f"({now} - {30 * DAY} - ({last} - i) * 1000000)",
        person=PERSON,
        before=BEFORE,
        channel=CHANNEL,
        address=ADDRESS.format(figures=figures),
        question=QUESTION,
        answer=ANSWER,
        each=EACH,
        known=KNOWN,
    )
