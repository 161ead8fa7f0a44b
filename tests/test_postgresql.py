"""What the database itself must hold, once more on PostgreSQL, where people come at once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from foi_portal import backing_up
from tests.servers import database_of, migrated_postgresql, new_database

HERE = Path(__file__).parent
AGAIN = [
    "test_actions_rendering.py",
    "test_actions_challenges.py",
    "test_actions_clock.py",
    "test_append_only.py",
    "test_audit_chain.py",
    "test_bucket.py::test_a_row_says_where_its_file_is_in_exactly_one_place",
    "test_bucket.py::test_an_erasure_takes_the_letter_out_of_the_bucket_and_leaves_the_record",
    "test_bucket.py::test_files_are_moved_to_the_bucket_and_back_while_they_are_read",
    "test_bucket.py::test_the_database_lets_a_file_go_only_when_it_lies_elsewhere",
    "test_case_files.py::test_whole_case_is_loaded_through_every_step",
    "test_case_files.py::test_eventful_case_comes_back_whole",
    "test_case_files.py::test_a_bad_file_never_harms_the_others",
    "test_case_files.py::test_demonstration_is_loaded_once",
    "test_lanes.py",
    "test_once.py",
    "races/test_races.py",
    "test_search.py::test_no_text_is_an_error_of_the_database",
    "test_search.py::test_the_index_finds_what_the_query_means",
    "test_search.py::test_a_lookup_is_bounded_and_ordered",
    "test_search.py::test_the_first_of_a_long_log_are_those_that_stand_first",
    "test_search.py::test_of_a_word_of_every_record_a_stretch_is_read",
    "test_search.py::test_of_a_stretch_that_is_asked_for_no_more_is_read",
    "test_search.py::test_of_a_rare_word_only_what_has_it_is_read_besides",
    "test_search.py::test_the_best_match_stands_first_where_its_words_alone_are_common",
    "test_search.py::test_filters_and_order",
    "test_statistics_pages.py::test_the_numbers_of_a_year_are_those_counted_by_hand",
    "test_statistics_pages.py::test_as_many_queries_for_eleven_cases_as_for_one",
]


@pytest.mark.servers
def test_database_holds_on_postgresql(postgres_url: str) -> None:
    url = new_database(postgres_url)
    # The name that Django gives to the database of the tests; to migrate takes long.
    tested = new_database(postgres_url, f"test_{database_of(url)['NAME']}")
    backing_up.put_back(database_of(tested), migrated_postgresql(postgres_url))
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--reuse-db"]
        + [str(HERE / name) for name in AGAIN],
        env=os.environ | {"DATABASE_URL": url},
        cwd=HERE.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert "skipped" not in done.stdout.splitlines()[-1]
