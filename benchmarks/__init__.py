"""How fast Doorstep is and what a message costs: real processes on this machine, nothing beyond loopback.

    .venv/bin/python -m benchmarks NAME [--json] [options]     (--help for the options)

| name | measures |
|---|---|
| `intake` | messages a second that are taken in durably by 64 callers, on both databases |
| `turn` | the whole way of a message on SQLite: processor time, messages a second, latencies |
| `receipts` | status callbacks a second that move replies on, durably |
| `scale` | the same on PostgreSQL and Redis, with one and two line processes and up to a million enquiries stored |

Processor time is Doorstep's own in microseconds (in `scale` that of PostgreSQL and Redis as well), latency is in
milliseconds from the webhook on. `turn` works in rounds: every number writes once, half of them opening `rent_balance`,
half answering an open question of `repair_report`; between the rounds, unmeasured, they call off what they opened.
Throughput is a closed loop of 64 callers that wait for their reply, latency an open loop at half of it. `_full` is with
the embedded engine; without, an engine knows the texts by heart.

Use a machine that does nothing else; where strangers took more than a few hundredths of a processor
(`processor_share_elsewhere`), measure again. Every benchmark looks into the database at the end, and fails where
anything but what it counts has happened. A further benchmark is one module with `options` and `run`, named in
`__main__.py`.

Where does the time go? `py-spy record --native --format raw --pid PID` beside a running benchmark.
"""
