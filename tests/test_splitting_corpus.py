"""The splitter on real, annotated requests, where their folder is there; and its commands."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from requests_app.splitting import Block, split

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
TOTALS = re.compile(r"f1 (?P<f1>[\d.]+)  exact (?P<exact>[\d.]+)  number (?P<number>[\d.]+)")

needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason="the annotated requests are absent")


@needs_corpus
def test_the_corpus_is_split_as_its_annotators_split_it() -> None:
    """Scored by the corpus' own program, through the splitter's command without Django."""
    command = [sys.executable, "-m", "requests_app.splitting"]
    score = [sys.executable, str(CORPUS / "score.py"), str(CORPUS / "cases"), "--", *command]
    run = subprocess.run(
        score, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1]
    )

    totals = TOTALS.search(run.stdout)
    assert totals, run.stdout
    assert float(totals["f1"]) >= 0.97, run.stdout
    assert float(totals["exact"]) >= 0.85, run.stdout
    assert float(totals["number"]) >= 0.95, run.stdout
    assert "nothing-lost 1.000" in run.stdout


@needs_corpus
def test_the_seed_has_its_nineteen_questions_and_its_scope_list() -> None:
    case = json.loads((CORPUS / "cases" / "000.json").read_text(encoding="utf-8"))

    blocks = split(case["request_text"])

    assert shape(blocks) == [
        "section",
        "context",
        *map(str, range(1, 13)),
        "unnumbered",
        "section",
        *["context"] * 6,
        *map(str, range(1, 7)),
    ]


def shape(blocks: tuple[Block, ...]) -> list[str]:
    return [
        (block.number or "unnumbered") if block.kind == "question" else block.kind
        for block in blocks
    ]


# --- commands -----------------------------------------------------------------------------


def test_split_request_prints_the_blocks_of_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "Dear Council,\r\r1. How many?\r2. How much does café tea cost?"
    file = tmp_path / "request.txt"
    file.write_bytes(text.encode())

    call_command("split_request", str(file))

    printed = json.loads(capsys.readouterr().out)
    questions = [block for block in printed["blocks"] if block["kind"] == "question"]
    assert [(block["number"], text[block["start"] : block["end"]]) for block in questions] == [
        ("1", "1. How many?"),
        ("2", "2. How much does café tea cost?"),
    ]


UNREADABLE = [
    (b"caf\xe9", "not UTF-8"),
    (b"x" * 1_000_001, "1,000,001 characters"),
    (None, "cannot be read"),
]


@pytest.mark.parametrize(("content", "reason"), UNREADABLE)
def test_split_request_says_why_it_cannot_read_a_file(
    tmp_path: Path, content: bytes | None, reason: str
) -> None:
    file = tmp_path / "request.txt"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(CommandError, match=reason):
        call_command("split_request", str(file))


@pytest.mark.parametrize(("content", "reason"), UNREADABLE)
def test_the_module_says_it_in_one_line(tmp_path: Path, content: bytes | None, reason: str) -> None:
    file = tmp_path / "request.txt"
    if content is not None:
        file.write_bytes(content)

    run = subprocess.run(
        [sys.executable, "-m", "requests_app.splitting", str(file)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[1],
    )

    assert (run.returncode, run.stdout) == (1, "")
    assert reason in run.stderr
    assert run.stderr.count("\n") == 1


def test_spans_are_those_of_a_file_with_a_byte_order_mark(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "\ufeff1. How many?\r\n2. How much?"
    file = tmp_path / "request.txt"
    file.write_bytes(text.encode())

    call_command("split_request", str(file))

    blocks = json.loads(capsys.readouterr().out)["blocks"]
    assert [text[block["start"] : block["end"]] for block in blocks] == [
        "1. How many?",
        "2. How much?",
    ]
    assert [block["number"] for block in blocks] == ["1", "2"]


def test_split_request_tells_the_frame(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "request.txt"
    file.write_text("Dear Council,\n\nHow many vans do you have?\n\nRegards\nRob")

    call_command("split_request", str(file))

    blocks = json.loads(capsys.readouterr().out)["blocks"]
    assert [block["frame"] for block in blocks] == ["greeting", "", "signature"]


def test_the_module_reads_standard_input() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "requests_app.splitting"],
        input=b"1. How many?\n2. How much?",
        capture_output=True,
        check=True,
        cwd=Path(__file__).parents[1],
    )

    assert [block["number"] for block in json.loads(run.stdout)["blocks"]] == ["1", "2"]


def test_benchmark_splitting_measures_a_request_of_500_questions(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("benchmark_splitting", corpus=tmp_path)

    lines = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in lines] == [
        "a request of 50 questions",
        "a request of 500 questions",
    ]
    assert "2,003 blocks" in lines[1]
