"""The machine: its processors, and what a process spends of them."""
import glob, os, pathlib, re, resource

# The server's processor and the client's, so that neither waits for the other; on one processor they share.
SERVER, CLIENT = (["taskset", "-c", "0"], ["taskset", "-c", "1"]) if (os.cpu_count() or 1) > 1 else ([], [])


def allow_many_descriptors():
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard


def family(pid):
    """A process and all that descend from it."""
    found = [pid]
    for children in glob.glob(f"/proc/{pid}/task/*/children"):
        for child in read(children).split():
            found += family(int(child))
    return found


def cpu_microseconds(pids):
    """On-CPU time by thread of the processes, waits excluded."""
    files = [name for pid in pids for name in glob.glob(f"/proc/{pid}/task/*/schedstat")]
    return {name: int((read(name).split() or ["0"])[0]) / 1000 for name in files}


def spent(before, after):
    """Microseconds between two looks; what a thread did that ended meanwhile is lost."""
    return sum(time - before.get(name, 0) for name, time in after.items())


def memory_bytes(pids, kind="Rss"):
    """Resident memory: `Rss`, or `Pss`, which counts what processes share once."""
    texts = [read(f"/proc/{pid}/smaps_rollup") for pid in pids]
    return sum(1024 * int(found[1]) for text in texts if (found := re.search(rf"^{kind}:\s+(\d+)", text, re.M)))


def description():
    found = re.search(r"model name\s*:\s*(.*)", read("/proc/cpuinfo"))
    return f"{found[1] if found else 'unknown processor'}, {os.cpu_count()} processors"


def read(path):
    """Nothing when the thread or process has just ended."""
    try:
        return pathlib.Path(path).read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""
