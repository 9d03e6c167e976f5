"""Each of our packages is the one in this checkout, and no installed distribution brings the same name."""

import importlib
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"]


@pytest.mark.parametrize("name", PACKAGES)
def test_a_package_resolves_inside_the_checkout(name):
    assert ROOT in Path(importlib.import_module(name).__file__).parents


@pytest.mark.parametrize("name", PACKAGES)
def test_no_installed_distribution_brings_the_same_name(name):
    assert set(packages_distributions().get(name, [])) <= {"doorstep"}


@pytest.mark.parametrize("name", PACKAGES)
def test_a_package_says_what_it_is_for(name):
    assert (importlib.import_module(name).__doc__ or "").strip().endswith(".")


def test_every_package_is_listed():
    found = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "benchmarks"}
    assert found == set(PACKAGES)
