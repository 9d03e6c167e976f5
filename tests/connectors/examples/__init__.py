"""One example of each channel, a file each: how its provider's webhooks look, signed and forged.

A connector file without an example here fails `test_contract.py`.
"""

import importlib
import pkgutil

from tests.connectors.examples.example import Example

#: every `EXAMPLE` of the files here
EXAMPLES: list[Example] = [
    module.EXAMPLE
    for found in pkgutil.iter_modules(__path__)
    if hasattr(module := importlib.import_module(f"{__name__}.{found.name}"), "EXAMPLE")
]
