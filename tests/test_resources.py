"""Where the models and the analysts' decisions are: of a checkout, and where the program came as a wheel."""

from pathlib import Path

import pytest

from pipeline import resources
from pipeline.resources import checkout, models_folder
from pipeline.settings import Settings, usual_decisions

ROOT = Path(__file__).parent.parent


@pytest.fixture
def wheel(tmp_path, monkeypatch):
    """The package as a wheel lays it out, and an empty current folder."""
    installed = tmp_path / "site-packages/pipeline/models"
    installed.mkdir(parents=True)
    monkeypatch.setattr(resources, "INSTALLED_MODELS", installed)
    (tmp_path / "project").mkdir()
    monkeypatch.chdir(tmp_path / "project")
    return installed


def test_a_checkout_has_models_beside_the_package(tmp_path, monkeypatch):
    assert models_folder() == ROOT / "models"
    assert checkout() == ROOT
    monkeypatch.chdir(tmp_path)
    assert Settings().decisions_file == usual_decisions() == ROOT / "models/decisions.csv"


def test_a_wheel_has_models_inside_the_package(wheel):
    assert models_folder.__wrapped__() == wheel
    assert checkout() is None


def test_decisions_of_a_wheels_user_are_in_the_current_folder(wheel):
    assert usual_decisions() == Path("models/decisions.csv")
    assert Settings().decisions_file is None
    Path("models").mkdir()
    Path("models/decisions.csv").touch()
    assert Settings().decisions_file == Path("models/decisions.csv")
    assert Settings(decisions=Path("own.csv")).decisions_file == Path("own.csv")
