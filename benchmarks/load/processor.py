"""Seconds of processor of the server's processes and of PostgreSQL's, read from /proc (Linux)."""

import os
from collections.abc import Iterable
from pathlib import Path

import psycopg

TICKS = os.sysconf("SC_CLK_TCK")


def _stat(pid: int) -> tuple[int, float, float]:
    """Parent, own seconds, seconds of children that have ended."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[1]), (int(fields[11]) + int(fields[12])) / TICKS, (int(fields[13]) + int(fields[14])) / TICKS


def _all() -> dict[int, tuple[int, float, float]]:
    found = {}
    for path in Path("/proc").iterdir():
        if path.name.isdigit():
            try:
                found[int(path.name)] = _stat(int(path.name))
            except (OSError, ValueError):
                continue
    return found


def family(pid: int) -> set[int]:
    """The process and all that it started."""
    every, known, grown = _all(), set[int](), {pid}
    while grown:
        known |= grown
        grown = {one for one, (parent, *_times) in every.items() if parent in known} - known
    return known


def seconds_of_family(pid: int) -> float:
    """Of the process, its living descendants, and those that have ended."""
    every = _all()
    return sum(every[one][1] + every[one][2] for one in family(pid) if one in every)


def memory_of(pids: Iterable[int]) -> int:
    """Bytes of physical memory that the processes hold by themselves (proportional share)."""
    total = 0
    for pid in pids:
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)
    return total


class PostgreSQL:
    """The processes of a cluster. own: it serves nobody else, so that all its processes are counted, ended ones too."""

    def __init__(self, url: str, *, own: bool) -> None:
        with psycopg.connect(url) as connection:
            row = connection.execute("SELECT pg_backend_pid(), current_database()").fetchone()
            if row is None:
                raise OSError("PostgreSQL does not say which process answers")
            self.postmaster, self.name, self.own = _stat(row[0])[0], row[1], own

    def seconds(self) -> float:
        if self.own:
            return seconds_of_family(self.postmaster)
        return sum(times[1] for pid, times in _all().items() if times[0] == self.postmaster and self._is_ours(pid))

    def _is_ours(self, pid: int) -> bool:
        try:
            title = Path(f"/proc/{pid}/cmdline").read_text()
        except OSError:
            return False
        return f" {self.name} " in title
