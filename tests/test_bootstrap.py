"""The set-up of a fresh machine: what it looks for, what it says, what it never does."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from foi_portal import bootstrap
from foi_portal.bootstrap import environment, programs, static, system

ROOT = Path(__file__).resolve().parent.parent


def test_bootstrap_needs_nothing_installed() -> None:
    sources = [path.read_text() for path in (ROOT / "foi_portal" / "bootstrap").glob("*.py")]
    modules = {
        name.partition(".")[0]
        for source in sources
        for node in ast.walk(ast.parse(source))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
        if not name.startswith("foi_portal.bootstrap")
    }
    assert modules <= sys.stdlib_module_names


def test_old_python_can_read_manage_py_as_far_as_the_refusal() -> None:
    ast.parse((ROOT / "manage.py").read_text(), feature_version=(3, 4))


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A checkout with no .venv."""
    (tmp_path / "foi_portal").mkdir()
    for name in ("manage.py", "foi_portal/__init__.py"):
        shutil.copy(ROOT / name, tmp_path / name)
    shutil.copytree(ROOT / "foi_portal/bootstrap", tmp_path / "foi_portal/bootstrap")
    return tmp_path


def test_other_commands_say_how_to_set_up(bare: Path) -> None:
    done = subprocess.run(
        # -S leaves out site-packages: the Python of a fresh machine.
        [sys.executable, "-S", str(bare / "manage.py"), "migrate"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "manage.py up" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_venv_an_environment_of_ones_own_is_used_as_it_is(bare: Path) -> None:
    assert bootstrap.launch(bare, ["migrate"]) == [sys.executable, "-m", "django", "migrate"]


def test_venv_is_used_when_there_is_one(bare: Path) -> None:
    python = bare / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    assert bootstrap.launch(bare, ["test", "-x"]) == [str(python), "-m", "pytest", "-x"]
    assert bootstrap.launch(bare, ["test"])[:4] == [str(python), "-m", "pytest", "-n"]
    assert bootstrap.launch(bare, ["up", "--port", "80"])[1:] == [
        "-m",
        "django",
        "up",
        "--port",
        "80",
    ]


def test_a_venv_that_lost_its_python_does_not_work(tmp_path: Path) -> None:
    python = tmp_path / "bin" / "python"
    python.parent.mkdir()
    python.symlink_to(tmp_path / "gone")
    assert not environment.environment_works(tmp_path)


def test_a_venv_without_packages_does_not_work(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(tmp_path)], check=True)
    assert not environment.environment_works(tmp_path)


# --- system libraries -------------------------------------------------------------------


def test_tests_need_more_than_the_product_does() -> None:
    product = {need.package for need in system.needs(for_tests=False)}
    tests = {need.package for need in system.needs(for_tests=True)}
    assert product < tests
    assert {"redis-server", "postgresql", "poppler-utils"} <= tests - product


def test_nothing_is_missing_where_the_tests_run() -> None:
    # The test command has installed them; if this fails, a probe does not see what apt brought.
    assert system.missing_packages(system.needs(for_tests=True)) == []


@pytest.mark.skipif(system.is_ubuntu(), reason="Playwright's own browser serves there")
def test_where_the_light_browser_cannot_be_had_another_serves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "chromium"
    other.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))  # on which there is no apt-get
    system.install_light_browser()
    assert f"The browser tests run in {other} instead" in capsys.readouterr().out
    (tmp_path / system.LIGHT_BROWSER).touch(mode=0o755)
    system.install_light_browser()
    assert capsys.readouterr().out == ""
    assert system.browser() == str(tmp_path / system.LIGHT_BROWSER)


def test_only_what_is_missing_is_asked_for() -> None:
    wanted = [system.Need("there", lambda: True), system.Need("not-there", lambda: False)]
    assert system.missing_packages(wanted) == ["not-there"]


def test_a_library_that_does_not_exist_is_seen_to_be_missing() -> None:
    assert not system.loads("libno-such-thing.so.9")


def test_servers_stay_stopped_only_while_the_set_up_runs() -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    for process, answer in ((os.getpid(), 101), (ended.pid, 0)):
        script = system.policy(process)
        assert subprocess.run(["sh", "-c", script], check=False).returncode == answer


# --- words ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("output", "advice"),
    [
        (
            "E: Failed to fetch x  Temporary failure resolving 'deb.example.org'",
            "Check the network",
        ),
        ("Failed to establish a new connection: [Errno -3]", "Check the network"),
        ("npm error code ENOTFOUND", "Check the network"),
        ("E: Could not get lock /var/lib/apt/lists/lock.", "Wait until it has ended"),
        ("E: Unable to acquire the dpkg frontend lock", "Wait until it has ended"),
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("sudo: a password is required", "as root"),
        ("Error: [Errno 13] Permission denied: '.venv'", "as root"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM", "refused"),
        ("npm error code EINTEGRITY", "refused"),
        ("E: Unable to locate package libpango-1.0-0", "Debian 12 and 13"),
        ("something nobody has seen before", "Ask somebody"),
    ],
)
def test_a_failure_says_what_to_do(output: str, advice: str) -> None:
    said = programs.explain("It failed.", output, fallback="Ask somebody.")
    assert output in said
    *_, last = said.splitlines()
    assert last.startswith("It failed. ")
    assert advice in last


def test_a_failure_keeps_only_the_last_words() -> None:
    said = programs.explain("It failed.", "\n\n".join(map(str, range(100))), fallback="")
    assert [line.strip() for line in said.splitlines()[:-1]] == [str(n) for n in range(92, 100)]


def test_a_program_that_is_not_there_is_a_failure_not_a_crash() -> None:
    done = programs.attempt(["no-such-program-anywhere"])
    assert done.code == 127
    assert "No such file" in done.output


# --- stamps and assets ------------------------------------------------------------------


def test_fingerprint_notices_content_name_and_order(tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    first.write_text("one")
    second.write_text("two")
    before = programs.fingerprint([first, second])
    assert before == programs.fingerprint([first, second])
    assert before != programs.fingerprint([second, first])
    second.write_text("two!")
    assert before != programs.fingerprint([first, second])
    second.rename(tmp_path / "c")
    assert before != programs.fingerprint([first, tmp_path / "c"])


def test_assets_carry_no_crown_and_no_gds_typeface() -> None:
    built = [path.name for path in (ROOT / "static" / "build").rglob("*") if path.is_file()]
    assert "site.css" in built
    assert "govuk-frontend.min.js" in built
    assert "source-sans-3-latin-400-normal.woff2" in built
    assert [name for name in built if re.search(r"crest|crown|opengraph|favicon", name)] == []
    fonts = [name for name in built if name.endswith((".woff", ".woff2"))]
    assert all(name.startswith("source-sans-3-") for name in fonts)
    css = (ROOT / "static" / "build" / "site.css").read_text()
    assert "GDS Transport" not in css


def test_style_sheet_names_only_what_is_built_and_nothing_elsewhere() -> None:
    build = ROOT / "static" / "build"
    named = re.findall(r"url\(\"?([^\")]+)", (build / "site.css").read_text())
    assert named
    assert [
        name for name in named if not name.startswith("data:") and not (build / name).is_file()
    ] == []


def test_scripts_point_at_no_missing_map(tmp_path: Path) -> None:
    script = tmp_path / "a.js"
    script.write_bytes(b"let a = 1;\n//# sourceMappingURL=a.js.map\n")
    assert static.without_source_map(script) == b"let a = 1;\n"


# --- the secret key ----------------------------------------------------------------------


def test_secret_key_is_made_once_and_for_this_account_only(tmp_path: Path) -> None:
    environment = {"FOI_DATA_DIR": str(tmp_path / "data")}
    bootstrap.write_secret_key(environment, tmp_path)
    key = tmp_path / "data" / "secret_key"
    first = key.read_text()
    assert len(first) >= 50
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert stat.S_IMODE(key.parent.stat().st_mode) == 0o700
    bootstrap.write_secret_key(environment, tmp_path)
    assert key.read_text() == first


def test_a_given_secret_key_is_not_written_down(tmp_path: Path) -> None:
    bootstrap.write_secret_key({"FOI_SECRET_KEY": "given"}, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_an_unusable_data_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(programs.SetUpError, match="FOI_DATA_DIR"):
        bootstrap.write_secret_key({"FOI_DATA_DIR": str(tmp_path / "file" / "data")}, tmp_path)


# --- lock files ----------------------------------------------------------------------------


def canonical(requirement: str) -> str:
    name = re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0]
    return re.sub(r"[-_.]+", "-", name).lower()


def test_lock_has_a_hash_for_every_package_and_no_address() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    assert "://" not in lock
    lines = lock.replace("\\\n", " ").splitlines()
    entries = [line for line in lines if line and not line.startswith("#")]
    assert len(entries) > 50
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


def test_lock_holds_everything_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = {
        canonical(requirement)
        for group in (project["dependencies"], *project["optional-dependencies"].values())
        for requirement in group
    }
    locked = {
        canonical(line)
        for line in (ROOT / "requirements.lock").read_text().splitlines()
        if re.match(r"[a-z0-9]", line)
    }
    assert asked - locked == set()


def test_front_end_lock_is_whole_and_names_no_server() -> None:
    static = ROOT / "static"
    lock = json.loads((static / "package-lock.json").read_text())
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert all("integrity" in entry for entry in packages.values())
    assert not any("resolved" in entry for entry in packages.values())
    wanted = json.loads((static / "package.json").read_text())
    for name in {**wanted["dependencies"], **wanted["devDependencies"]}:
        assert f"node_modules/{name}" in packages
