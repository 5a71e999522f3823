"""A process that may outlive its starter: found again by its pid file, never confused with a stranger who has its number now."""

from pathlib import Path

import psutil


def running(pid_file: Path, argument: str) -> psutil.Process | None:
    """The process of a pid file. None when it is gone, a zombie, or its command line lacks our argument (the number was given anew)."""
    try:
        process = psutil.Process(int(pid_file.read_text().split()[0]))
        ours = argument in process.cmdline() and process.status() != psutil.STATUS_ZOMBIE
        return process if ours else None
    except (FileNotFoundError, ValueError, IndexError, psutil.NoSuchProcess, psutil.AccessDenied):
        return None


def terminate(process: psutil.Process, seconds: float) -> bool:
    """SIGTERM, then SIGKILL when the time is over. True when it went by itself."""
    process.terminate()
    try:
        process.wait(seconds)
        return True
    except psutil.TimeoutExpired:
        kill(process)
        return False


def kill(process: psutil.Process) -> None:
    """kill -9, like a power cut; returns when it and all that it had started are gone."""
    family = [process, *process.children(recursive=True)]
    process.kill()
    _, left = psutil.wait_procs(family, timeout=10)
    for orphan in left:
        orphan.kill()
    psutil.wait_procs(left, timeout=10)
