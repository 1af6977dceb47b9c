"""The processor time of a program that runs: where others use the machine too, it says more than the clock."""

from __future__ import annotations

import time

CPUCLOCK_SCHED = 2


def spent(process_id: int) -> float:
    """The milliseconds of processor time that all threads of a process have used, those that ended too (Linux)."""
    return time.clock_gettime(~process_id << 3 | CPUCLOCK_SCHED) * 1000  # as clock_getcpuclockid(3) numbers it
