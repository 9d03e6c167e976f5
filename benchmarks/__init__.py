"""How fast Doorstep is and what a message costs: real processes on this machine, nothing beyond loopback.

    .venv/bin/python -m benchmarks NAME [--json] [options]     (--help for the options)

`turn` is the whole way of a message on the embedded database. Use a machine that does nothing else; where strangers
took more than a few hundredths of a processor (`processor_share_elsewhere`), measure again. Every benchmark looks into
the database at the end, and fails where anything but what it counts has happened.

Where does the time go? `py-spy record --native --format raw --pid PID` beside a running benchmark.
"""
