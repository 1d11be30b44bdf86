"""docs/performance.md and its pictures, from the figures of the last runs."""
from . import gates, machine, plot
from .figures import Figures
from .programs import ROOT
from .sections import SECTIONS
from .tables import table

PAGE = ROOT / "docs" / "performance.md"
PICTURES = ROOT / "docs" / "performance"

HEAD = """\
# Performance

Made by `make bench` on {machine}; `make bench ONLY=h1` measures one case again. Server and load generator have a processor each,
unless a table says otherwise. Every comparison is of interleaved rounds after one that warms up; figures are medians, ratios are
medians of the ratios within a round. **CPU µs** is the server's on-CPU time (`/proc/PID/task/*/schedstat`, all threads) over the
answers given: it does not change with the load generator, as answers per second do. *floor* is the least a server can do, in C
([Benchmarks/Floor](../Benchmarks/Floor)): epoll, one thread, one fixed answer of 300 bytes, OpenSSL on the socket, nghttp2.
*nginx* has one worker and `return 200`. Why so: [decision 0024](decisions/0024-benchmarks.md).
"""


def write(results):
    PICTURES.mkdir(exist_ok=True)
    figures = Figures(results)
    parts = [HEAD.format(machine=machine.description()), promises(results)]
    for section in SECTIONS:
        if all(case in results for case in section.cases):
            parts.append(section.render(figures, picture) + "\n" + origin(section.cases, results))
    PAGE.write_text("\n".join(parts))
    print(promises(results))


def origin(cases, results):
    """When, on which commit, in how many rounds, and how to do it again."""
    entries = [results[case] for case in cases]
    rounds = sorted({len(samples) for entry in entries for samples in entry["samples"].values()})
    commits = sorted({entry.get("commit") or "an unknown commit" for entry in entries})
    return (f"*{min(entry['measured'] for entry in entries)[:16].replace('T', ' ')} UTC, {', '.join(commits)}, rounds: "
            f"{' to '.join(map(str, dict.fromkeys([rounds[0], rounds[-1]])))}. `Benchmarks/run.py {' '.join(cases)}`*\n")


def promises(results):
    reasons, rows, missed = gates.reasons(), [], []
    for gate in gates.all_gates(results):
        bound = "≥" if gate.is_least else "≤"
        value = "–" if gate.value is None else number(gate.value, gate.unit)
        rows.append([gate.about, value, f"{bound} {number(gate.gate, gate.unit)}", f"{bound} {number(gate.ambitious, gate.unit)}",
                     gate.verdict])
        if gate.verdict == "**miss**":
            missed.append(f"- **{gate.about}**: {reasons.get(gate.name, 'not explained yet').strip()}.")
    text = "## What is promised\n\n" + table(["", "measured", "gate", "ambitious", ""], rows)
    return text + ("\nMissed, and why:\n\n" + "\n".join(missed) + "\n" if missed else "")


def number(value, unit):
    figure = f"{value:,.0f}" if abs(value) >= 100 else f"{value:.2f}" if unit == "×" else f"{value:.3g}"
    return f"{figure}{unit}" if unit == "×" else f"{figure} {unit}".strip()


def picture(name, svg):
    """Writes a picture and refers to it."""
    (PICTURES / f"{name}.svg").write_text(svg)
    return f"![{name}](performance/{name}.svg)\n"
