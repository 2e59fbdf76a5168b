"""Models of the operator's that tell what texts mean: a folder in, an :class:`~syndicator.ports.Embedder` out."""

from syndicator.embedding.onnx import OnnxEmbedder

__all__ = ["OnnxEmbedder"]
