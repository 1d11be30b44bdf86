#!/usr/bin/env python3
"""Measures what specs of Evergrant promise, and writes docs/performance.md: `make bench`.

    Benchmarks/run.py [CASE …]      all cases, or those whose names begin like this; figures of earlier runs are kept
    Benchmarks/run.py --page        only writes the page again

FULL=1 adds five million keys. Only loopback is touched.
"""
import json, sys, time

from harness import cases, machine, page, programs, results
from harness.world import World


def main(words):
    if words != ["--page"]:
        programs.require("wrk", "h2load", "nginx", "openssl", "taskset", "valgrind")
        machine.allow_many_descriptors()
        measure([case for case in cases.ALL if not words or case.startswith(tuple(words))])
    page.write(results.load())


def measure(names):
    world = World()
    try:
        for name in names:
            start = time.monotonic()
            print(f"{name} ", end="", file=sys.stderr, flush=True)
            results.keep(name, cases.ALL[name](world))
            print(f" {time.monotonic() - start:.0f} s", file=sys.stderr)
    finally:
        world.close()


if __name__ == "__main__":
    main(sys.argv[1:])
