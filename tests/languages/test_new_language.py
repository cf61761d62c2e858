"""A language is added by one file and one page: shown on Volvian, which nobody speaks.

The package is copied, because it knows only the files in its own folder, and nobody's data are changed.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import harvester
from harvester.languages.files import FOLDER, Languages
from harvester.languages.phrases import Lines, Within

FILE = """# Volvian
question_labels = ["zorp"]
answer_labels = ["blim"]
faq_titles = ["zorpi blimi"]
comments = ["quoxi", "quox skrivi …"]

[numbers]
7 = ["sevo"]
"""
TURNS = (
    ("Zorp: Vun talira po naminsk", "Blim: Talira po naminsk et vuna per orlan."),
    ("Zorp: Vun kalira po vesk", "Blim: Vesk et kala, vuna per orlan et minda."),
)
PAGE = "<title>Naminsk</title><h1>Naminsk</h1>" + "".join(
    f"<p>{question}</p><p>{answer}</p>" for question, answer in TURNS
)
AFTER = "<h3>Quoxi (3)</h3><p>Quox skrivi naminsk</p>"


def parsed(page, tmp_path, package):
    """What `harvester parse` prints of the page, run with the package in that folder."""
    path = tmp_path / "page.html"
    path.write_text(f"<html><body><main>{page}</main></body></html>", "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "harvester", "parse", str(path), "--format", "jsonl"],
        env={"PYTHONPATH": str(package), "PYTHONDONTWRITEBYTECODE": "1"},
        cwd=package,
        capture_output=True,
        check=False,
    )
    return [(pair["question"], pair["answer"]) for pair in json.loads(done.stdout)["pairs"]]


def test_one_file_and_one_page(tmp_path):
    package = Path(harvester.__file__).parent
    assert parsed(PAGE + AFTER, tmp_path, package.parent) == []
    shutil.copytree(package, tmp_path / "harvester", ignore=shutil.ignore_patterns("__pycache__"))
    if (package.parent / "db").is_dir():  # in a checkout; a wheel has it inside the package
        shutil.copytree(package.parent / "db", tmp_path / "db")
    (tmp_path / "harvester" / "languages" / "qvo.toml").write_text(FILE, "utf-8")
    wanted = [(question.partition(": ")[2], answer.partition(": ")[2]) for question, answer in TURNS]
    assert parsed(PAGE + AFTER, tmp_path, tmp_path) == wanted


def test_a_folder_of_files_can_be_added(tmp_path):
    (tmp_path / "qvo.toml").write_text(FILE, "utf-8")
    languages = Languages((FOLDER, tmp_path))
    assert "qvo" in languages.tags
    assert languages.values("numbers")["sevo"] == 7
    assert Within(languages.phrases("faq_titles")).find("naminsk: zorpi blimi") == "zorpi blimi"
    assert Lines(languages.phrases("comments")).find("quox skrivi naminsk") == "quox skrivi …"
