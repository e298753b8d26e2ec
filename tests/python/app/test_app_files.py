"""The explorer without a published file, on a bad one and on a new one, and its server."""

import os
import shutil
import urllib.request

import duckdb
import pytest
from explorer_pages import has_no_fault, served, shown

import queries


@pytest.mark.fault("builds")
def test_without_a_file_the_page_says_what_to_run(start, elsewhere):
    page = start()
    assert not page.exception
    (message,) = page.error
    assert "llm-reassess build" in message.value
    assert str(elsewhere) in message.value


@pytest.mark.fault("builds")
def test_a_file_that_is_no_database_is_named(start, elsewhere):
    elsewhere.write_text("not a database")
    page = start()
    assert not page.exception
    (message,) = page.error
    assert str(elsewhere) in message.value


def test_a_file_of_another_version_says_which_query_it_cannot_answer(start, elsewhere):
    with duckdb.connect(str(elsewhere)) as writer:
        writer.execute("create schema marts")
    page = start()
    assert not page.exception
    (message,) = page.error
    assert "dim_cohorts" in message.value
    assert [code.value for code in page.code] == [queries.COHORTS]


def test_a_new_build_is_seen_though_readers_hold_the_old_one(start, file, elsewhere):
    """Replace the file as a build does, by rename, while this very process has it open."""
    shutil.copy(file, elsewhere)
    with duckdb.connect(str(elsewhere), read_only=True) as reader:
        page = start()
        assert has_no_fault(page)
        new = elsewhere.with_name("new.duckdb")
        shutil.copy(elsewhere, new)
        with duckdb.connect(str(new)) as writer:
            writer.execute("update marts.dim_cohorts set description = 'A new build.'")
        os.replace(new, elsewhere)
        page.run()
        assert any("A new build." in text.value for text in page.markdown)
        assert (shown(page, "predicate")["description"] == "A new build.").all()
        old = reader.sql("select count(*) from marts.dim_cohorts where description like 'A new%'")
        assert old.fetchall() == [(0,)]


def test_the_server_starts_alone_and_asks_nobody(project, warehouse_folder, tmp_path):
    """No question on the terminal, no look-up of this machine's address, no usage statistics."""
    log = tmp_path / "log"
    with (
        served(project, log, HOME=str(tmp_path)) as address,
        urllib.request.urlopen(address, timeout=30) as page,
    ):
        assert "<title>" in page.read().decode()
    output = log.read_text()
    assert address.removeprefix("http://") in output
    assert "External URL" not in output
    assert "statistics" not in output
