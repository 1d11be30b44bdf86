#!/usr/bin/env python3
"""Measures what Evergrant promises, and writes docs/performance.md: `make bench`.

    Benchmarks/run.py [CASE …]      all cases, or those whose names begin like this; figures of earlier runs are kept
    Benchmarks/run.py --page        only writes the page again

FULL=1 adds five million keys, ROUNDS=2 is a quick look. Only loopback is touched.
"""
import signal, sys, time, traceback

from harness import cases, machine, page, programs, results
from harness.world import World


def main(words):
    failed = []
    if words != ["--page"]:
        programs.require("wrk", "h2load", "nginx", "openssl", "taskset", "valgrind")
        machine.allow_many_descriptors()
        signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended early"))  # so that no server is left behind
        failed = measure([case for case in cases.ALL if not words or case.startswith(tuple(words))])
    page.write(results.load())
    if failed:
        sys.exit(f"not measured: {', '.join(failed)}")


def measure(names):
    """Whether all were measured: one that fails is named and does not take the others along."""
    world, failed = World(), []
    try:
        for name in names:
            start = time.monotonic()
            print(f"{name} ", end="", file=sys.stderr, flush=True)
            try:
                results.keep(name, cases.ALL[name](world))
            except (Exception, SystemExit) as failure:
                if str(failure) == "ended early":
                    raise
                failed.append(name)
                traceback.print_exception(failure)
            print(f" {time.monotonic() - start:.0f} s", file=sys.stderr)
    finally:
        world.close()
    return failed


if __name__ == "__main__":
    main(sys.argv[1:])
