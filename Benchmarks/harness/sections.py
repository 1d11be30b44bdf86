"""What the page says about each case, and how its figures are laid out."""
import dataclasses
from collections.abc import Callable

from . import plot
from .cases import growth
from .tables import figure, table


@dataclasses.dataclass
class Section:
    title: str
    cases: list[str]
    body: Callable  # (figures, picture) to Markdown

    def render(self, figures, picture):
        return f"## {self.title}\n\n{self.body(figures, picture)}"


PROTOCOLS = {"h1": "HTTP/1.1", "h2c": "HTTP/2, 10 streams", "tls-h1": "HTTP/1.1, TLS", "tls-h2": "HTTP/2, TLS"}
SERVERS = ["floor", "nginx", "evergrant"]


def protocols(figures, picture):
    rows = []
    for case, about in PROTOCOLS.items():
        for name in figures.samples(case):
            rows.append([about, name, figure(figures.median(case, name)), figure(figures.ratio(case, name, "floor"), 2),
                         figure(figures.ratio(case, name, "nginx"), 2), figure(figures.median(case, name, "rate"), 0)])
    groups = {about: {name: figures.median(case, name) for name in SERVERS} for case, about in PROTOCOLS.items()}
    return ("GET `/livez` with a bearer token of 250 bytes, 64 connections, or 16 with 10 streams each. `/livez` is the least that\n"
            "Evergrant answers: routing, limits, deadlines and every check of the head are in it.\n\n"
            + table(["", "", "CPU µs", "to floor", "to nginx", "answers per second"], rows) + "\n"
            + picture("request", plot.bars("CPU time of a request", groups, "µs")))


def handshakes(figures, picture):
    rows = [[f"{name} {kind}", figure(figures.median("handshakes", f"{name} {kind}"), 0),
             figure(figures.ratio("handshakes", f"{name} {kind}", f"floor {kind}"), 2),
             figure(figures.ratio("handshakes", f"{name} {kind}", f"{name} full"), 2)]
            for kind in ["full", "resumed"] for name in SERVERS]
    return ("One connection after the other: TCP, TLS 1.3 with a P-256 certificate, one request, the end.\n\n"
            + table(["", "CPU µs", "to floor", "to full"], rows))


def instructions(figures, picture):
    rows = [[name, figure(figures.median("instructions", name, "instructions"), 0)]
            for name in figures.samples("instructions")]
    return ("User space only, from the difference of two runs under callgrind (1,000 and 5,000 requests on one connection).\n"
            "The steady figure: no neighbor moves it.\n\n" + table(["", "instructions a request"], rows))


def license(figures, picture):
    rows, groups = [], {}
    for name in figures.samples("license"):
        floor = next(floor for floor in ["floor, HTTP/1.1", "floor, h2c", "floor, 2,000 connections"]
                     if name.endswith(floor.partition(", ")[2]))
        rows.append([name, figure(figures.median("license", name)), figure(figures.ratio("license", name, floor), 2),
                     figure(figures.median("license", name, "rate"), 0)])
        groups[name] = {("floor" if name.startswith("floor") else "evergrant"): figures.median("license", name)}
    return ("`POST /v1/licenses/clearkey`: the token verified, the policy applied, the key unwrapped, the record written.\n"
            "4,096 keys and 256 tokens in turn over HTTP/1.1; the load generator for HTTP/2 repeats one request. A token whose\n"
            "signature was found good is known again; *new tokens* are 20,000 in turn, more than a loop remembers, and cost one\n"
            "verification each (ES256: `openssl speed ecdsap256`). With 2,000 connections the processor is the limit and not the\n"
            "wait for a batch of the journal: 64 would share each `fdatasync` among 64 and let the processor sleep in between.\n"
            "*Shipping* moves the records to the primary meanwhile, in the same process; the database is not counted.\n\n"
            + table(["", "CPU µs", "to floor", "licenses per second"], rows) + "\n"
            + picture("license", plot.bars("CPU time of a ClearKey license, key in memory", groups, "µs")))


def uncached(figures, picture):
    rows = []
    for name, samples in figures.samples("uncached").items():
        parts = [figure(sum(column) / len(samples)) for column in zip(*(sample["parts"] for sample in samples))] \
            if "parts" in samples[0] else ["–", "–"]
        rows.append([name, figure(figures.median("uncached", name, "rate"), 0),
                     figure(figures.ratio("uncached", name, "pgbench", "rate"), 2), *parts])
    return ("Each request for another of 100,000 keys, none remembered, over 256 connections; the database on the same processors,\n"
            "nobody pinned, a loop for each processor. The pool is eight blocking threads in C that do nothing but ask; pgbench\n"
            "asks the same question with 16 clients, prepared.\n\n"
            + table(["", "per second", "to pgbench", "server CPU µs", "PostgreSQL CPU µs"], rows))


def writes(figures, picture):
    rows = [[name, figure(figures.median("writes", name, "rate"), 0), figure(figures.median("writes", name, "latency"), 0),
             figure(figures.median("writes", name))] for name in figures.samples("writes")]
    return ("`PUT` of a content with one key that is made here, answered when it is committed, by one packager and by 32; no replica.\n"
            "pgbench inserts the same two rows in one statement, prepared. The processor time is server's and PostgreSQL's.\n\n"
            + table(["packagers", "per second", "wait µs", "CPU µs"], rows))


def latency(figures, picture):
    samples = figures.samples("latency")
    rate = next(iter(samples.values()))[0]["rate"]
    rows = [[name, figure(figures.median("latency", name, "median"), 0), figure(figures.median("latency", name, "p99"), 0),
             figure(figures.best("latency", name, "p99"), 0), figure(figures.best_ratio("latency", name, "floor", "p99"), 2)]
            for name in samples]
    return (f"{rate:,} requests a second at set times over 32 connections, half of what a loop can with a journal. The load\n"
            "generator's own bursts set the floor. With a journal, a license waits for its batch:\n"
            "`journal.batchDelaySeconds` is 10 ms.\n\n"
            + table(["", "median µs", "p99 µs", "best round's p99", "to floor"], rows))


def systems(figures, picture):
    rows = [[name.partition(", ")[2].replace("-first", ", first").replace("-private", " private"),
             figure(figures.median("systems", name.replace("evergrant", "floor"))),
             figure(figures.median("systems", name)), figure(1e6 / figures.median("systems", name), 0),
             figure(figures.ratio("systems", name.replace("evergrant", "floor"), name), 2)]
            for name in figures.samples("systems") if name.startswith("evergrant")]
    latencies = [[name, figure(figures.median("flood", name, "median"), 0), figure(figures.median("flood", name, "p99"), 0),
                  figure(figures.best("flood", name, "p99"), 0)] for name in figures.samples("flood")]
    return ("A challenge opened and checked, judged, and its license written, on one thread without input and output. The floor is\n"
            "the same signatures, OAEP and point multiplications by OpenSSL, with keys that are ready. A device's *first* license takes\n"
            "one more check of a signature, that of its certificate, which is known the next time; its model's is known already.\n\n"
            + table(["", "floor CPU µs", "CPU µs", "licenses for a CPU-second", "floor to it"], rows) + "\n"
            "Clear Key at a fixed rate, while as many Widevine challenges come as the connections take; one loop and the workshop\n"
            "share one processor.\n\n"
            + table(["", "median µs", "p99 µs", "best round's p99"], latencies))


def idle(figures, picture):
    names = {"h1": "HTTP/1.1", "h1_tls": "HTTP/1.1, TLS", "h2c": "HTTP/2", "h2_tls": "HTTP/2, TLS"}
    rows = [[about, *(figure(figures.median("idle", f"{name} {protocol}", "bytes"), 0) for name in SERVERS)]
            for protocol, about in names.items()]
    return "Resident bytes a connection after one request, from 500 to 2,500 connections.\n\n" + table(["", *SERVERS], rows)


def start(figures, picture):
    mebibytes = lambda name, metric: figure((figures.median("start", name, metric) or 0) / 2**20)
    rows = [[name, figure(figures.median("start", name, "milliseconds")), figure(figures.best("start", name, "milliseconds")),
             mebibytes(name, "resident"), mebibytes(name, "proportional"), mebibytes(name, "private")]
            for name in figures.samples("start")]
    return ("Spawned, asked until it answers, and looked at half a second later; no database. *Shared evenly* divides what several\n"
            "processes use (PSS), *own* is what no other could (private dirty).\n\n"
            + table(["", "first answer ms", "best", "resident MiB", "shared evenly", "own"], rows))


def connections(figures, picture):
    median = lambda name, count: figures.median("connections", f"{name} {count}")
    rows = [[f"{count:,}", *(figure(median(name, count)) for name in SERVERS),
             figure(figures.ratio("connections", f"evergrant {count}", f"floor {count}"), 2)] for count in growth.CONNECTIONS]
    series = {name: [median(name, count) for count in growth.CONNECTIONS] for name in SERVERS}
    ticks = [f"{count:,}" for count in growth.CONNECTIONS]
    return ("CPU µs a request (`/livez`) with ever more connections, all of them busy: caches grow cold for everybody.\n\n"
            + table(["connections", *SERVERS, "evergrant to floor"], rows) + "\n"
            + picture("connections", plot.lines("CPU time of a request by connections", series, "µs", ticks)))


def keys(figures, picture):
    counts = list(figures.samples("keys"))
    rows = [[f"{int(count):,}", figure(figures.median("keys", count)), figure(figures.ratio("keys", count, counts[0]), 2),
             figure(figures.median("keys", count, "resident") / 2**20, 0)] for count in counts]
    series = {"evergrant": [figures.median("keys", count) for count in counts]}
    return ("Cached ClearKey licenses (HS256, no journal) for keys drawn evenly from ever more of them, all in memory.\n\n"
            + table(["keys", "CPU µs a license", "to the fewest", "resident MiB"], rows) + "\n"
            + picture("keys", plot.lines("CPU time of a license by keys in memory", series, "µs",
                                         [f"{int(count):,}" for count in counts])))


def loops(figures, picture):
    rows = []
    for name in figures.samples("loops"):
        cpu, count = figures.median("loops", name), int(name.split()[1])
        rows.append([name, figure(cpu), figure(figures.median("loops", name, "rate"), 0), figure(count * 1e6 / cpu, 0)])
    return ("Licenses with one loop and two. Two loops and the load generator share two processors, so the rate cannot double\n"
            "here; what a request costs tells what processors of their own would give.\n\n"
            + table(["loops", "CPU µs", "per second here", "per second by CPU time"], rows))


def journal(figures, picture):
    median = lambda name, metric: figures.median("journal", name, metric)
    rows = [[name, figure(median(name, "recordsPerBatch"), 0), figure(median(name, "cpuPerRecord"), 2),
             figure(median(name, "bareCPUPerRecord"), 2),
             *(figure(median(name, metric) / 1000, 1 if "latency" in metric else 2)
               for metric in ["latencyMedian", "latency99", "bareMedian", "bare99"])]
            for name in figures.samples("journal")]
    return ("Records of 400 bytes at a fixed rate. *Bare* is `pwrite` and `fdatasync` of the same batches in the same run,\n"
            "without a journal. A process of the lowest priority kept each processor awake, as load does.\n\n"
            + table(["batch delay, rate", "per batch", "CPU µs per record", "of it bare", "latency median ms", "p99 ms",
                     "bare median ms", "bare p99 ms"], rows))


SECTIONS = [
    Section("A request", ["h1", "h2c", "tls-h1", "tls-h2"], protocols),
    Section("Instructions", ["instructions"], instructions),
    Section("Handshakes", ["handshakes"], handshakes),
    Section("A license from memory", ["license"], license),
    Section("A license from the database", ["uncached"], uncached),
    Section("New contents", ["writes"], writes),
    Section("Latency", ["latency"], latency),
    Section("Licenses that take private keys", ["systems", "flood"], systems),
    Section("Idle connections", ["idle"], idle),
    Section("Start", ["start"], start),
    Section("More connections", ["connections"], connections),
    Section("More keys", ["keys"], keys),
    Section("More loops", ["loops"], loops),
    Section("The journal", ["journal"], journal),
]
