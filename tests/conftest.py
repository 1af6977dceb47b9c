"""Makes the helpers of this folder importable from every room's tests, and tells the thorough tests apart."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from hypothesis import Phase, settings

pytest_plugins = ("figures",)

# Each commit tries the same examples, so that what turns it red is the commit; a search for new ones is told to:
# --hypothesis-profile=search (CONTRIBUTING.md).
settings.register_profile("each_commit", derandomize=True)
settings.register_profile("search", derandomize=False, print_blob=True)
# A test that must find something (tests/trust/test_controls.py) need not find the smallest.
settings.register_profile("anything", derandomize=True, database=None, phases=(Phase.explicit, Phase.generate))
settings.load_profile("each_commit")

# A run in the background of a script ignores interrupts, and every program it starts would inherit that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

HERE = Path(__file__).parent
THOROUGH = (
    "terminal/test_authority_scenarios.py",
    "terminal/test_a_megabyte_pasted.py",
    "terminal/test_bytes_of_every_screen.py",
    "terminal/test_bytes_of_more_screens.py",
    "terminal/test_day.py",
    "terminal/test_forged_lines.py",
    "terminal/test_guidelines_scenarios.py",
    "terminal/test_hostile_names.py",
    "terminal/test_double_enter.py",
    "terminal/test_dragging_a_file.py",
    "terminal/test_key_safety.py",
    "terminal/test_keys_in_turn.py",
    "terminal/test_last_resort.py",
    "terminal/test_screen_pop.py",
    "terminal/test_solution_first.py",
    "terminal/test_stalled_lines.py",
    "terminal/test_terminal_drops.py",
    "terminal/test_terminal_lifecycle.py",
    "terminal/test_told_at_the_desk.py",
    "terminal/test_two_people_at_one_till.py",
    "terminal/test_two_terminals.py",
    "trust/test_approvals_and_grants.py",
    "trust/test_backups.py",
    "trust/test_backups_death.py",
    "trust/test_backups_load.py",
    "trust/test_byte_flips.py",
    "trust/test_controls.py",
    "trust/test_changing_guidelines.py",
    "trust/test_clock_process.py",
    "trust/test_erasing_death.py",
    "trust/test_event_budget.py",
    "trust/test_failing_disk.py",
    "trust/test_everybody_at_once.py",
    "trust/test_large_files_faults.py",
    "trust/test_merging_machine.py",
    "trust/test_pins_guessed.py",
    "trust/test_power_cuts.py",
    "trust/test_publishing_death.py",
    "trust/test_races.py",
    "trust/test_recovering_faults.py",
    "trust/test_full_disk.py",
    "trust/test_killed_upgrades.py",
    "trust/test_kills.py",
    "trust/test_kiosk_closed.py",
    "trust/test_sshd.py",
    "trust/test_splitting.py",
    "trust/test_sudden_death.py",
    "cli/test_cli_listening.py",
    "cli/test_cli_processes.py",
    "desk/test_figures_agree.py",
    "desk/test_imports_killed.py",
    "desk/test_imports_large.py",
    "desk/test_imports_orders.py",
    "desk/test_practising.py",
    "store/test_search_thousands.py",
    "ui/test_asking_the_lead.py",
    "ui/test_card_looking.py",
    "ui/test_card_privacy.py",
    "ui/test_card_writing.py",
    "ui/test_day_screen.py",
    "ui/test_desk_giving.py",
    "ui/test_desk_story.py",
    "ui/test_duplicates_screen.py",
    "ui/test_event_line.py",
    "ui/test_form_drafts.py",
    "ui/test_import_screen.py",
    "ui/test_lifecycle.py",
    "ui/test_looking_back.py",
    "ui/test_plain_paths.py",
    "ui/test_promise_dialog.py",
    "ui/test_review_screen.py",
    "ui/test_ringing_screen.py",
    "ui/test_sharing_a_desk.py",
    "ui/test_story_and_idea.py",
)
"""Whole files that drive real terminals, many processes or long stories on the screen: minutes each, where everything
else is seconds."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the thorough files; pyproject.toml leaves them out of a plain `pytest`, and CI runs them after it."""
    thorough = {HERE / name for name in THOROUGH}
    for item in items:
        if item.path in thorough and not any(item.get_closest_marker(each) for each in ("tier_b", "tier_c")):
            item.add_marker(pytest.mark.thorough)
