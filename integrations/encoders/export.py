"""Export all-MiniLM-L6-v2 to int8 ONNX, once, at set-up.

    python -m integrations.encoders.export [FOLDER]

The steps: model with plain ("eager") attention -> ONNX by tracing -> int8 weights, one scale per
channel, reduced range -> compare with the original -> rename into place. The default options of
the quantiser would lose far more; what these lose is measured and refused if it is too much.
"""

import hashlib
import json
import logging
import shutil
import sys
import tempfile
import warnings
from pathlib import Path
from typing import Any

import numpy as np

from core.errors import MisconfiguredError
from integrations.base.minilm import (
    EXPORT_FOLDER,
    MANIFEST_FILE,
    MINILM_TOKENS,
    ONNX_FILE,
    TOKENIZER_FILE,
    model_folder,
)

LEAST_MEAN_COSINE = 0.98
INPUTS = ("input_ids", "attention_mask", "token_type_ids")

PROBES = (
    "I want to learn how to lead an incident review.",
    "Kubernetes",
    "public speaking",
    "Moved a payments service from a monolith to twelve small services without an outage.",
    "Ich möchte lernen, wie man ein Team aufbaut.",
    "Run a marathon every autumn; keep bees.",
    "Wrote and defended a doctoral thesis on coral reefs while teaching first-year biology.",
    "statistics with R",
)


def export(folder: Path, source: Path) -> None:
    """Export into a folder that appears only when it is complete; one that is there stays.

    Args:
        folder: where to.
        source: folder of the original model (safetensors and tokenizer).

    Raises:
        MisconfiguredError: the folder cannot be written, or the result strays from the original.
    """
    if folder.is_dir():
        return
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise MisconfiguredError(
            "The folder %(folder)s cannot be written. Choose another one or change its owner.",
            folder=str(folder.parent),
        ) from error
    try:
        _fill(draft, source)
        draft.chmod(0o755)
        draft.rename(folder)
    except OSError:
        if not folder.is_dir():  # else another process finished first: its export serves as well
            raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _fill(draft: Path, source: Path) -> None:
    model, inputs = _original(source)
    full = draft / "full.onnx"
    _trace(model, inputs, full)
    _quantize(full, draft / ONNX_FILE)
    shutil.copyfile(source / "tokenizer.json", draft / TOKENIZER_FILE)
    cosines = _compare(full, draft / ONNX_FILE, inputs)
    full.unlink()
    if cosines.mean() < LEAST_MEAN_COSINE:
        raise MisconfiguredError(
            "The exported text model strays from the original (mean cosine %(cosine).3f). "
            "The installed torch, onnx or onnxruntime does not fit: install the pinned versions.",
            cosine=float(cosines.mean()),
        )
    files = (ONNX_FILE, TOKENIZER_FILE)
    sums = {name: hashlib.sha256((draft / name).read_bytes()).hexdigest() for name in files}
    manifest = {"sha256": sums, "cosine_mean": float(cosines.mean()), "probes": len(PROBES)}
    (draft / MANIFEST_FILE).write_text(json.dumps(manifest, indent=2))


def _original(source: Path) -> tuple[Any, dict[str, Any]]:
    """The model with pooling and normalisation behind it, and the probes as its inputs."""
    import torch
    from tokenizers import Tokenizer
    from transformers import AutoModel
    from transformers.utils import logging as progress

    progress.disable_progress_bar()  # type: ignore[no-untyped-call] # untyped there
    bert = AutoModel.from_pretrained(str(source), attn_implementation="eager").eval()

    class Sentence(torch.nn.Module):
        def forward(self, input_ids: Any, attention_mask: Any, token_type_ids: Any) -> Any:
            hidden = bert(input_ids, attention_mask, token_type_ids).last_hidden_state
            weight = attention_mask.unsqueeze(-1).to(hidden.dtype)
            return torch.nn.functional.normalize((hidden * weight).sum(1) / weight.sum(1), dim=1)

    sentence = Sentence()
    sentence.bert = bert
    tokenizer = Tokenizer.from_file(str(source / "tokenizer.json"))
    tokenizer.enable_truncation(MINILM_TOKENS)
    tokenizer.enable_padding()
    encodings = tokenizer.encode_batch(list(PROBES))
    ids = torch.tensor([encoding.ids for encoding in encodings])
    mask = torch.tensor([encoding.attention_mask for encoding in encodings])
    return sentence.eval(), dict(zip(INPUTS, (ids, mask, torch.zeros_like(ids)), strict=True))


def _trace(model: Any, inputs: dict[str, Any], path: Path) -> None:
    import torch

    axes = {name: {0: "batch", 1: "tokens"} for name in INPUTS} | {"vectors": {0: "batch"}}
    with warnings.catch_warnings(), torch.no_grad():
        # The tracing exporter is deprecated but is the one that needs no further package;
        # what it warns about (shapes taken as constants) is checked by _compare and the tests.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model,
            tuple(inputs.values()),
            str(path),
            input_names=list(INPUTS),
            output_names=["vectors"],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )


def _quantize(full: Path, small: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    # It advises pre-processing on the root logger; for this graph that changes nothing.
    advice = logging.getLogger()
    level = advice.level
    advice.setLevel(logging.ERROR)
    try:
        quantize_dynamic(
            full, small, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8
        )
    finally:
        advice.setLevel(level)


def _compare(full: Path, small: Path, inputs: dict[str, Any]) -> np.ndarray[Any, Any]:
    """Cosine of each probe's vectors before and after."""
    from onnxruntime import InferenceSession

    feeds = {name: tensor.numpy() for name, tensor in inputs.items()}
    first, second = (
        InferenceSession(str(path), providers=["CPUExecutionProvider"]).run(None, feeds)[0]
        for path in (full, small)
    )
    cosines: np.ndarray[Any, Any] = (first * second).sum(axis=1)
    return cosines


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST_FILE).read_text())
    except (OSError, ValueError) as error:
        raise MisconfiguredError(
            "The text model in %(folder)s is incomplete. Delete that folder and try again.",
            folder=str(folder),
        ) from error
    return manifest


def main(arguments: list[str]) -> int:
    """Run from the command line; returns the exit code."""
    folder = Path(arguments[0]) if arguments else Path("var") / EXPORT_FOLDER
    try:
        export(folder, model_folder())
        manifest = _manifest(folder)
    except MisconfiguredError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(
        f"Text model ready in {folder} (mean cosine to the original "
        f"{manifest['cosine_mean']:.3f} over {manifest['probes']} sentences)\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
