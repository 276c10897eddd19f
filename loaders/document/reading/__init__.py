"""Documents of six formats as numbered paragraphs, with what they say of themselves."""

from loaders.document.reading.read import read_document, read_documents

__all__ = ["read_document", "read_documents"]
