"""The command, as somebody types it."""

import json
import os
import shutil
import socket
import subprocess
import sys

import pytest

from doorstep.settings import ROOT

pytestmark = pytest.mark.slow


def doorstep(*words, given="", **environment):
    """Run the command; its outcome. What is in the environment of the tests stays out."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("DOORSTEP_", "TWILIO_"))}
    return subprocess.run(
        [sys.executable, "-m", "doorstep", *words],
        cwd=ROOT,
        env=clean | environment,
        input=given,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )


def one_sentence(outcome):
    """What was said about a trouble: never a traceback."""
    assert outcome.returncode != 0
    assert "Traceback" not in outcome.stderr
    return outcome.stderr


def test_talk_reads_lines_and_prints_only_the_bots():
    outcome = doorstep("talk", "--as", "Kieran", given="how much rent do i owe\n4/7/1993 hr99 7wr\n2\n")
    assert outcome.returncode == 0
    assert "two of these" in outcome.stdout
    assert "You owe £" in outcome.stdout
    assert "how much rent" not in outcome.stdout


def test_talk_without_a_name_is_a_stranger_and_in_the_web_chat_there_are_buttons():
    outcome = doorstep("talk", "--channel", "webchat", given="i need a repair\n")
    assert "[Kitchen]" in outcome.stdout


def test_talk_as_nobody_known_says_who_is():
    assert "choose one of Bethan Prosser" in one_sentence(doorstep("talk", "--as", "Nobody"))


def test_understand_reads_lines_and_prints_an_object_for_each():
    outcome = doorstep("understand", given="i can smell gas\nhow much do i owe\n\n🏠\n")
    read = [json.loads(line) for line in outcome.stdout.splitlines()]
    assert [one["text"] for one in read] == ["i can smell gas", "how much do i owe", "", "🏠"]
    assert (read[0]["emergency"], read[0]["level"]) == ("gas", "life")
    assert (read[1]["topic"], read[1]["emergency"], read[1]["level"]) == ("rent_balance", "none", None)
    assert set(read[1]) == {"text", "topic", "confidence", "topics", "emergency", "level", "entities", "language"}


def test_evaluate_prints_figures_for_people_and_for_machines(tmp_path):
    file = tmp_path / "labelled.tsv"
    file.write_text("text\ttopic\temergency\ni smell gas\trepair_report\tgas\nwhats my balance\trent_balance\tnone\n")
    figures = json.loads(doorstep("evaluate", str(file), "--json").stdout)
    assert (figures["accuracy"], figures["emergency_recall"], figures["messages"]) == (1.0, 1.0, 2)
    assert "accuracy" in doorstep("evaluate", str(file)).stdout


def test_evaluate_says_what_a_file_lacks(tmp_path):
    file = tmp_path / "labelled.tsv"
    file.write_text("message\n")
    assert "text, topic, emergency" in one_sentence(doorstep("evaluate", str(file)))
    assert "name a tab-separated file" in one_sentence(doorstep("evaluate", str(tmp_path / "none.tsv")))


def test_check_is_content_with_what_is_shipped():
    outcome = doorstep("check")
    assert outcome.returncode == 0, outcome.stderr


@pytest.mark.parametrize(
    ("file", "right", "wrong", "says"),
    [
        ("topics.toml", 'team = "income"', 'team = "incom"', "there is no team 'incom'"),
        ("topics.toml", 'script = "rent_balance"', 'script = "rent"', "choose one of"),
        ("promises.toml", 'within = "1 hour"', 'within = "soon"', "soon"),
        ("landlord.toml", 'opening = "contact_centre"', 'opening = "never"', "there is no calendar"),
        ("landlord.toml", "[keywords]", "[keywords", "landlord.toml"),
    ],
)
def test_check_refuses_a_half_right_configuration_with_file_and_line(tmp_path, file, right, wrong, says):
    shutil.copytree(ROOT / "config", tmp_path / "config")
    broken = tmp_path / "config" / file
    text = broken.read_text()
    assert right in text
    broken.write_text(text.replace(right, wrong, 1))
    outcome = doorstep("check", DOORSTEP_CONFIG=str(tmp_path / "config"))
    said = " ".join(one_sentence(outcome).split())
    assert says in said
    assert file in said


def test_a_taken_port_is_one_clear_sentence(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        outcome = doorstep(
            "run",
            DOORSTEP_PORT=port,
            DOORSTEP_DATA=str(tmp_path),
            DOORSTEP_UNDERSTANDING=str(ROOT / "var" / "understanding"),
        )
    assert f"Port {port} is taken" in one_sentence(outcome)


def test_an_unwritable_folder_is_one_clear_sentence():
    assert "Cannot write to" in one_sentence(doorstep("run", DOORSTEP_DATA="/proc/doorstep"))


@pytest.mark.parametrize("option", ["--demo", "--sandbox"])
@pytest.mark.parametrize(
    "environment", [{"DOORSTEP_HOST": "0.0.0.0"}, {"DOORSTEP_PUBLIC_ADDRESS": "https://homes.example.org"}]
)
def test_demo_and_sandbox_are_refused_beyond_this_machine(option, environment):
    assert "127.0.0.1 only" in one_sentence(doorstep("run", option, **environment))


def test_an_untrained_understanding_says_how_to_train_it(tmp_path):
    outcome = doorstep("understand", given="hello\n", DOORSTEP_UNDERSTANDING=str(tmp_path))
    assert "make setup" in one_sentence(outcome)
