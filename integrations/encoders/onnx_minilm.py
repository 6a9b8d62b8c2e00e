"""all-MiniLM-L6-v2 as an int8 ONNX file: small, quick to start, the default for pages and workers.

The folder is made by integrations/encoders/export.py; its manifest names the SHA-256 of each file.
onnxruntime and the model load at the first encode, 105 MB and a third of a second in all.
"""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from core.errors import MisconfiguredError
from core.ports.encoder import Vectors
from integrations.base.encoding import Lazy, encode_in_batches
from integrations.base.minilm import (
    MANIFEST_FILE,
    MINILM_DIMENSION,
    MINILM_TOKENS,
    ONNX_FILE,
    TOKENIZER_FILE,
)


class OnnxMiniLm:
    """The exported model.

    Args:
        folder: where the export lies.
    """

    model = "all-MiniLM-L6-v2/int8"
    dimension = MINILM_DIMENSION

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._parts = Lazy(self._load)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Encode texts; loads the model at the first call.

        Raises:
            MisconfiguredError: the exported files are missing or damaged.
        """
        return encode_in_batches(texts, self._embed, self.dimension)

    def _embed(self, texts: list[str]) -> Vectors:
        tokenizer, session = self._parts.get()
        encodings = tokenizer.encode_batch(texts)
        ids = np.array([encoding.ids for encoding in encodings], dtype=np.int64)
        mask = np.array([encoding.attention_mask for encoding in encodings], dtype=np.int64)
        feeds = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        (vectors,) = session.run(["vectors"], feeds)
        return np.asarray(vectors, dtype=np.float32)

    def _load(self) -> tuple[Any, Any]:
        # Here and not above: the import alone takes a quarter of a second.
        from onnxruntime import InferenceSession, SessionOptions
        from tokenizers import Tokenizer

        if not self._intact():
            raise MisconfiguredError(
                "The text model in %(folder)s is incomplete or damaged. Delete that folder and "
                "make it again: python -m integrations.encoders.export",
                folder=str(self._folder),
            )
        tokenizer = Tokenizer.from_file(str(self._folder / TOKENIZER_FILE))
        tokenizer.enable_truncation(MINILM_TOKENS)
        tokenizer.enable_padding()
        options = SessionOptions()
        # Waiting threads sleep instead of spinning: the processor belongs to web requests too.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        path = str(self._folder / ONNX_FILE)
        return tokenizer, InferenceSession(path, options, providers=["CPUExecutionProvider"])

    def _intact(self) -> bool:
        try:
            sums = json.loads((self._folder / MANIFEST_FILE).read_text())["sha256"]
            return all(
                sums[name] == hashlib.sha256((self._folder / name).read_bytes()).hexdigest()
                for name in (ONNX_FILE, TOKENIZER_FILE)
            )
        except (OSError, ValueError, KeyError, TypeError):
            return False
