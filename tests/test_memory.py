import gc

import pytest

from briefing.memory import collector_dismissed, collector_paused


def test_nobody_collects_garbage_while_the_block_runs():
    """The collector is off in the block, and on again behind it."""
    with collector_paused():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_a_block_that_fails_turns_the_collector_on_again():
    """An exception leaves the process as it was."""
    with pytest.raises(KeyError), collector_paused():
        raise KeyError
    assert gc.isenabled()


def test_a_block_within_a_block_does_not_end_the_pause():
    """Only the outermost block turns the collector on again."""
    with collector_paused():
        with collector_paused():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


def test_what_the_last_work_of_a_process_made_is_not_looked_through():
    """The end of the process has less to look at than the block has made."""
    gc.collect()
    try:
        with collector_dismissed():
            made = [[] for _ in range(10_000)]
        assert gc.isenabled()
        assert len(gc.get_objects()) < len(made)
    finally:
        gc.unfreeze()
