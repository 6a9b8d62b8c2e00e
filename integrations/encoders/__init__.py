"""Text encoders: adapters of core.ports.encoder.TextEncoder."""

from pathlib import Path

from core.ports.encoder import TextEncoder


def encoder(folder: Path) -> TextEncoder:
    """The quick encoder when it was exported, else the reference. Loads no model yet.

    Args:
        folder: where `python -m integrations.encoders.export` put it.
    """
    # Here and not above, so that an adapter can be imported without the other.
    from integrations.encoders.onnx_minilm import OnnxMiniLm
    from integrations.encoders.sentence_transformer import (
        SentenceTransformerEncoder,
    )

    return OnnxMiniLm(folder) if folder.is_dir() else SentenceTransformerEncoder()
