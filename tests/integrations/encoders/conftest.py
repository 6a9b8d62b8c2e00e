"""The real models, exported and loaded once per session."""

import pytest

from integrations.base.minilm import model_folder
from integrations.encoders.export import export
from integrations.encoders.onnx_minilm import OnnxMiniLm
from integrations.encoders.sentence_transformer import SentenceTransformerEncoder


@pytest.fixture(scope="session")
def exported(tmp_path_factory):
    folder = tmp_path_factory.mktemp("models") / "int8"
    export(folder, model_folder())
    return folder


@pytest.fixture(scope="session")
def onnx(exported):
    return OnnxMiniLm(exported)


@pytest.fixture(scope="session")
def reference():
    return SentenceTransformerEncoder()
