"""What processes of tests have when they start."""

import sys


def leave_with_what_is_loaded():
    sys.exit(10 + ("have_read" in sys.modules))


def test_a_process_has_read_a_page_when_it_starts(processes):
    process = processes.Process(target=leave_with_what_is_loaded)
    process.start()
    process.join()
    assert process.exitcode == 11
