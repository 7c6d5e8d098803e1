"""Corpus, nlp, linking and tables joined into a run."""
