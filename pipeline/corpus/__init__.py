"""Files → `Release`: finds the releases below the inputs and reads them one by one."""

from pipeline.corpus.encodings import known_encoding
from pipeline.corpus.reading import read_source
from pipeline.corpus.release import Release, SetAside
from pipeline.corpus.sources import Source, find_sources, sha256_of

__all__ = ["Release", "SetAside", "Source", "find_sources", "known_encoding", "read_source", "sha256_of"]
