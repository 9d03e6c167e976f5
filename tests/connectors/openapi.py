"""Whether what a stand-in says is what Twilio's OpenAPI description says, where that is at hand.

https://github.com/twilio/twilio-oai, `twilio_api_v2010.json`; `TWILIO_OPENAPI` names it.
"""

import json
import os
import re
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest

BESIDE = Path(__file__).parents[3] / "shared" / "data" / "twilio" / "twilio_api_v2010.json"
DESCRIPTION = Path(os.environ.get("TWILIO_OPENAPI", BESIDE))
LIST = "/2010-04-01/Accounts/{AccountSid}/Messages.json"
MESSAGE = {"$ref": "#/components/schemas/api.v2010.account.message"}
TYPES = {"string": str, "integer": int, "object": dict, "array": list, "boolean": bool}


def described() -> dict[str, Any]:
    """Twilio's description; skips the test where it is missing."""
    if not DESCRIPTION.exists():
        pytest.skip("Twilio's OpenAPI description is not at hand: set TWILIO_OPENAPI")
    return json.loads(DESCRIPTION.read_text())


def list_answer(description: dict[str, Any]) -> dict[str, Any]:
    """The schema of a list of messages."""
    answers = description["paths"][LIST]["get"]["responses"]
    return answers["200"]["content"]["application/json"]["schema"]


def differences(value: Any, schema: dict[str, Any], description: dict[str, Any], at: str = "") -> list[str]:
    """Where the value is not as the schema has it: another type, a pattern that does not fit, a property too many or few."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        return differences(value, description["components"]["schemas"][name], description, at)
    if value is None:
        return [] if schema.get("nullable") else [f"{at} is null"]
    if not isinstance(value, TYPES[schema["type"]]):
        return [f"{at} is no {schema['type']}"]
    if isinstance(value, list):
        return [one for item in value for one in differences(item, schema["items"], description, f"{at}[]")]
    if "properties" in schema:
        odd = [f"{at}.{name}" for name in value.keys() ^ schema["properties"].keys()]
        both = value.keys() & schema["properties"].keys()
        within = [differences(value[name], schema["properties"][name], description, f"{at}.{name}") for name in both]
        return sorted(odd + [one for found in within for one in found])
    return _of_words(value, schema, at)


def _of_words(value: Any, schema: dict[str, Any], at: str) -> list[str]:
    if "pattern" in schema and not re.search(schema["pattern"], value):
        return [f"{at} is no {schema['pattern']}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{at} is none of {schema['enum']}"]
    if schema.get("format") == "date-time-rfc-2822" and parsedate_to_datetime(value).tzinfo is None:
        return [f"{at} has no time zone"]
    return []
