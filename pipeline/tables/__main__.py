"""`python -m pipeline.tables`: writes DICTIONARY.md from the schema."""

from pathlib import Path

from pipeline.tables.schema import dictionary

if __name__ == "__main__":
    (Path(__file__).parent / "DICTIONARY.md").write_text(dictionary(), encoding="utf-8", newline="\n")
