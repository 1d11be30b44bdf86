"""What is promised, figure by figure: the gate each must pass, and what would be ambitious.

Most are ratios to a C floor or nginx in the same rounds, since absolute figures change with the machine and its neighbors.
"""
import dataclasses, tomllib

from .figures import Figures
from .programs import ROOT

# Why a gate is missed, by its name: written by hand, as no program knows.
REASONS = ROOT / "Benchmarks" / "reasons.toml"


@dataclasses.dataclass
class Gate:
    name: str
    about: str
    value: float | None
    gate: float
    ambitious: float
    unit: str = "×"
    is_least: bool = False  # The figure must not be below the gate; otherwise not above.

    def meets(self, bound):
        return self.value >= bound if self.is_least else self.value <= bound

    @property
    def verdict(self):
        if self.value is None:
            return "not measured"
        return "**ambitious**" if self.meets(self.ambitious) else "pass" if self.meets(self.gate) else "**miss**"


def reasons():
    return tomllib.loads(REASONS.read_text())


def all_gates(results):
    figures = Figures(results)
    parts = [http, tls, licenses, writes, latency, systems, memory, start]
    return [gate for part in parts for gate in part(figures)]


def http(figures):
    return [
        Gate("h1-floor", "HTTP/1.1: CPU a request, to the C floor", figures.ratio("h1", "evergrant", "floor"), 1.15, 1.08),
        Gate("h1-nginx", "HTTP/1.1: to nginx", figures.ratio("h1", "evergrant", "nginx"), 0.9, 0.8),
        Gate("h1-instructions", "HTTP/1.1: user-space instructions a request, the HTTP part whole",
             figures.median("instructions", "evergrant's HTTP alone", "instructions"), 6000, 3000, ""),
        Gate("h2c-floor", "HTTP/2, 10 streams: to C and nghttp2", figures.ratio("h2c", "evergrant", "floor"), 1.5, 1.25),
        Gate("h2c-nginx", "HTTP/2, 10 streams: to nginx", figures.ratio("h2c", "evergrant", "nginx"), 0.35, 0.25),
    ]


def tls(figures):
    return [
        Gate("h2-tls-floor", "HTTP/2 over TLS: to C and nghttp2", figures.ratio("tls-h2", "evergrant", "floor"), 1.5, 1.25),
        Gate("h2-tls-nginx", "HTTP/2 over TLS: to nginx", figures.ratio("tls-h2", "evergrant", "nginx"), 0.35, 0.25),
        Gate("h1-tls-floor", "HTTP/1.1 over TLS: to C", figures.ratio("tls-h1", "evergrant", "floor"), 1.15, 1.08),
        Gate("h1-tls-nginx", "HTTP/1.1 over TLS: to nginx", figures.ratio("tls-h1", "evergrant", "nginx"), 0.95, 0.85),
        Gate("handshake-floor", "Full TLS handshake: to C",
             figures.ratio("handshakes", "evergrant full", "floor full"), 1.1, 1.0),
        Gate("handshake-nginx", "Full TLS handshake: to nginx",
             figures.ratio("handshakes", "evergrant full", "nginx full"), 1.0, 0.95),
        Gate("resumed-nginx", "Resumed TLS handshake: to nginx",
             figures.ratio("handshakes", "evergrant resumed", "nginx resumed"), 1.0, 0.95),
    ]


def licenses(figures):
    busy = "{}, 2,000 connections".format
    return [
        Gate("license-floor", "Cached ClearKey license, HS256: to the C floor's fixed answer",
             figures.ratio("license", "HS256, HTTP/1.1", "floor, HTTP/1.1"), 1.45, 1.3),
        Gate("license-journal", "… what its record in the journal adds",
             figures.difference("license", busy("journal"), busy("no journal")), 2, 1, "µs"),
        Gate("license-h2c", "Cached ClearKey license over HTTP/2 in clear",
             figures.median("license", "HS256, h2c"), 8, 6, "µs"),
        Gate("uncached-cpu", "Uncached license: CPU of server and PostgreSQL together",
             figures.median("uncached", "evergrant"), 30, 25, "µs"),
        Gate("uncached-pool", "Uncached licenses a second: to a pool of eight blocking threads in C",
             figures.ratio("uncached", "evergrant", "pool", "rate"), 2, 2.5, "×", True),
        Gate("uncached-pgbench", "Uncached licenses a second: to lookups of pgbench, 16 clients",
             figures.ratio("uncached", "evergrant", "pgbench", "rate"), 1.3, 1.7, "×", True),
    ]


def writes(figures):
    return [
        Gate("writes", "New contents a second, one key each, 32 packagers: to pgbench that inserts the same rows",
             figures.ratio("writes", "evergrant, 32", "pgbench, 32", "rate"), 0.9, 3, "×", True),
        Gate("write-latency", "One packager's wait for a new content: to pgbench with one client",
             figures.ratio("writes", "evergrant, 1", "pgbench, 1", "latency"), 1.25, 1.1),
    ]


def latency(figures):
    return [
        Gate("p99-floor", "99th percentile at half load, cached license: to the C floor",
             figures.best_ratio("latency", "evergrant", "floor", "p99"), 1.5, 1.2),
        Gate("p99-nginx", "99th percentile at half load, cached license: to nginx",
             figures.best_ratio("latency", "evergrant", "nginx", "p99"), 1.0, 1.0),
        Gate("p99-uncached", "99th percentile at half load, uncached: to cached",
             figures.best_ratio("latency", "evergrant, uncached", "evergrant", "p99"), 2, 1.5),
        Gate("p99-uncached-pool", "99th percentile at half load, uncached: to a pool of eight blocking threads in C",
             figures.best_ratio("latency", "evergrant, uncached", "pool, uncached", "p99"), 0.5, 0.4),
        Gate("p99-journal", "99th percentile at half load, cached license with its record in the journal: to the C floor",
             figures.best_ratio("latency", "evergrant, journal", "floor", "p99"), 1.5, 1.2),
    ]


def systems(figures):
    def ratio(kind, floor=None):
        return figures.ratio("systems", f"floor, {floor or kind}", f"evergrant, {kind}")

    def least(name, about, value, gate, ambitious):
        return Gate(name, about, value, gate, ambitious, "×", True)

    return [
        least("widevine-floor", "Widevine licenses of new devices for a CPU-second: to all that the protocol asks of OpenSSL",
              ratio("widevine-first", "widevine-all"), 0.6, 0.8),
        least("widevine-private-floor", "… in privacy mode", ratio("widevine-private-first", "widevine-private-all"), 0.6, 0.8),
        least("playready-floor", "PlayReady licenses of new devices: to all that the protocol asks of OpenSSL",
              ratio("playready-first", "playready-all"), 0.6, 0.8),
        least("widevine-known", "Widevine licenses of known devices: to one check and one encryption", ratio("widevine"), 0.55, 0.62),
        least("widevine-decrypt", "… in privacy mode: to bare RSA decryptions", ratio("widevine-private", "decrypt"), 0.85, 0.92),
        least("playready-known", "PlayReady licenses of known devices: to the operations that are left", ratio("playready"), 0.8, 0.88),
        Gate("p99-flood", "99th percentile of Clear Key at half load under a flood of Widevine: to without",
             figures.best_ratio("flood", "flooded", "quiet", "p99"), 1.5, 1.2),
    ]


def memory(figures):
    bounds = {"h1": (2048, 512), "h1_tls": (16384, 14848), "h2c": (16384, 15360), "h2_tls": (32768, 24576)}
    about = {"h1": "HTTP/1.1", "h1_tls": "HTTP/1.1 over TLS", "h2c": "HTTP/2", "h2_tls": "HTTP/2 over TLS"}
    return [Gate(f"idle-{name}", f"Memory of an idle connection, {about[name]}",
                 figures.median("idle", f"evergrant {name}", "bytes"), gate, ambitious, "B")
            for name, (gate, ambitious) in bounds.items()]


def start(figures):
    resident = figures.median("start", "evergrant", "resident")
    return [
        Gate("start-time", "From spawning to the first answer", figures.median("start", "evergrant", "milliseconds"), 10, 6, "ms"),
        Gate("start-floor", "From spawning to the first answer: to the C floor",
             figures.ratio("start", "evergrant", "floor", "milliseconds"), 1.5, 1.2),
        Gate("start-memory", "Resident memory when idle", resident and resident / 2**20, 12, 8, "MiB"),
    ]
