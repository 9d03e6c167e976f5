"""Reads the examples that the engines learn from: Rasa's own NLU format, with the voice and the emergency as metadata.

A mistake in a file is told with its file and line, since landlords write these files too. Entities marked up in Rasa's
manner are read as plain text. What is learnt from the examples is the business of `embedded`.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from model.understanding import NO_EMERGENCY

_ITEM = re.compile(r"-(?:\s+|$)")
_ENTITY = re.compile(r"\[([^\]\n]+)\](?:\([^)\n]+\)|\{[^}\n]+\})")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class TrainingError(Exception):
    """The examples cannot be learnt from as they are. The text begins with file and line."""


@dataclass(frozen=True, slots=True)
class Example:
    """One message with what it means, and where that was written down."""

    text: str
    topic: str
    emergency: str = NO_EMERGENCY
    #: whose way of writing it is; examples of one voice are held out together when the engine is tried
    voice: str = ""
    file: str = ""
    line: int = 0
    #: the kind of emergency that it looks like and is not
    resembles: str = ""


def read(folder: Path, topics: Collection[str] = ()) -> tuple[Example, ...]:
    """Every example below `folder`, in the order of path and line. `topics` are the only ones allowed, if given.

    Raises `TrainingError` for a file that is not in the format, an unknown topic, or one text with two meanings.
    """
    examples = tuple(example for path in files(folder) for example in _file(path, folder))
    if not examples:
        raise TrainingError(f"{folder}: no examples here; expected *.yml with `nlu:` blocks")
    for example in examples:
        if topics and example.topic not in topics:
            raise TrainingError(f"{example.file}:{example.line}: `{example.topic}` is not a known topic")
    _refuse_contradictions(examples)
    return examples


def files(folder: Path) -> tuple[Path, ...]:
    """The training files below `folder`, in the order of their paths."""
    found = (path for pattern in ("*.yml", "*.yaml") for path in folder.rglob(pattern))
    return tuple(sorted(found, key=lambda path: path.relative_to(folder).as_posix()))


def _file(path: Path, folder: Path) -> Iterator[Example]:
    name = path.relative_to(folder).as_posix()
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=_LOADER)
    except UnicodeDecodeError as error:
        raise TrainingError(f"{name}:1: not UTF-8 text ({error.reason})") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise TrainingError(f"{name}:{line}: not YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise TrainingError(f"{name}:1: not YAML: {error}") from error
    blocks = _fields(root, name).get("nlu") if root else None
    if not isinstance(blocks, SequenceNode):
        raise TrainingError(f"{name}:1: expected a list of blocks under `nlu:`")
    for block in blocks.value:
        if "intent" in _fields(block, name):
            yield from _block(block, name)


def _block(block: Node, name: str) -> Iterator[Example]:
    fields = _fields(block, name)
    topic = _text(fields["intent"], name, "intent")
    metadata = fields.get("metadata")
    about = {key: _text(node, name, key) for key, node in _fields(metadata, name).items()} if metadata else {}
    texts = fields.get("examples")
    if not isinstance(texts, ScalarNode) or texts.style != "|":
        raise TrainingError(f"{name}:{_line(texts or block)}: expected `examples: |` and then lines of `- example`")
    for text, line in _items(texts, name):
        yield Example(
            text=_ENTITY.sub(r"\1", text),
            topic=topic,
            emergency=about.get("emergency", NO_EMERGENCY),
            voice=about.get("voice", ""),
            file=name,
            line=line,
            resembles=about.get("resembles", ""),
        )


def _items(block: ScalarNode, name: str) -> Iterator[tuple[str, int]]:
    """Each example of a literal block with its line; a line without a dash goes on with the example before it."""
    found: list[tuple[str, int]] = []
    for line, written in enumerate(block.value.split("\n"), start=_line(block) + 1):
        if item := _ITEM.match(written):
            found.append((written[item.end() :].strip(), line))
        elif written.strip() and found:
            found[-1] = (f"{found[-1][0]}\n{written.strip()}", found[-1][1])
        elif written.strip():
            raise TrainingError(f"{name}:{line}: an example begins with `- `")
    for text, line in found:
        if not text:
            raise TrainingError(f"{name}:{line}: an example without text")
    if not found:
        raise TrainingError(f"{name}:{_line(block)}: no examples in this block")
    return iter(found)


def _fields(node: Node, name: str) -> dict[str, Node]:
    if not isinstance(node, MappingNode):
        raise TrainingError(f"{name}:{_line(node)}: expected `name: value` fields here")
    return {str(key.value): value for key, value in node.value}


def _text(node: Node, name: str, key: str) -> str:
    if not isinstance(node, ScalarNode) or not node.value:
        raise TrainingError(f"{name}:{_line(node)}: expected a word for `{key}`")
    return str(node.value)


def _line(node: Node) -> int:
    return int(node.start_mark.line) + 1


def _refuse_contradictions(examples: Iterable[Example]) -> None:
    first: dict[str, Example] = {}
    for example in examples:
        other = first.setdefault(" ".join(example.text.casefold().split()), example)
        if (other.topic, other.emergency) != (example.topic, example.emergency):
            raise TrainingError(
                f"{example.file}:{example.line}: the same words as at {other.file}:{other.line}, which means "
                f"{other.topic} ({other.emergency}), not {example.topic} ({example.emergency})"
            )
