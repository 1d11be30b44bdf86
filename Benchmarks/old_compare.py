#!/usr/bin/env python3
"""Measures what a request costs the server, beside nginx in the same run, and writes docs/performance.md.

Both regions are started as `make run` starts them, from a release build. The rounds of all cases are interleaved, so that a
busy machine slows every case alike; CPU time is the server's own (/proc/PID/task/*/schedstat) over the answers given, and the
median of the rounds counts. Only loopback is touched. Needs wrk, nghttp2-client (h2load) and nginx.

    Benchmarks/compare.py [ROUNDS] [SECONDS PER CASE]
"""
import base64, glob, json, os, pathlib, re, shutil, signal, socket, statistics, struct, subprocess, sys, tempfile, time
import urllib.request

import journal

ROOT = pathlib.Path(__file__).resolve().parent.parent
BINARIES = ROOT / ".build" / "release"
ROUNDS, SECONDS = (int(text) for text in (sys.argv[1:] + ["5", "2"][len(sys.argv) - 1:]))
COMMON_SYSTEM = bytes.fromhex("1077efecc0b24d02ace33c1e52e2fb4b")


def cpu_microseconds(pids):
    """On-CPU time of every thread of the processes."""
    files = [name for pid in pids for name in glob.glob(f"/proc/{pid}/task/*/schedstat")]
    return sum(int(pathlib.Path(name).read_text().split()[0]) for name in files) / 1000


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def started_regions():
    """Both regions, the address of the demo page, and the process of Seoul's server."""
    regions = subprocess.Popen([BINARIES / "evergrant-local", "up", "--vantages", "0"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                               text=True, cwd=ROOT)
    for line in regions.stdout:
        if page := re.search(r"Demo page: (\S+)", line):
            children = subprocess.check_output(["ps", "-eo", "pid=,args="], text=True)
            seoul = [int(row.split()[0]) for row in children.splitlines()
                     if f"{BINARIES}/evergrant serve" in os.path.realpath(row.strip()) or "seoul.yaml" in row]
            return regions, page[1], seoul[-1]
    sys.exit("the regions did not start")


def demo_license(page):
    """The address of Seoul in clear, a token, and a request for all keys of the first clip."""
    settings = json.load(urllib.request.urlopen(page + "settings.json"))
    clip = settings["clips"][0]
    head = urllib.request.urlopen(f"{page}clips/{clip['name']}/{clip['tracks'][0]['segments'][0]}").read()
    start = head.index(COMMON_SYSTEM) + len(COMMON_SYSTEM)
    count, = struct.unpack(">I", head[start:start + 4])
    kids = [head[start + 4 + 16 * index:][:16] for index in range(count)]
    text = [base64.urlsafe_b64encode(kid).rstrip(b"=").decode() for kid in kids]
    return settings["regions"][0]["cleartext"], clip["token"], json.dumps({"kids": text, "type": "temporary"})


def started_nginx(folder, port):
    configuration = folder / "nginx.conf"
    configuration.write_text(
        f"daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log; user root;\n"
        "events { worker_connections 1024; }\n"
        f"http {{ access_log off; keepalive_requests 1000000; server {{ listen 127.0.0.1:{port};"
        " location / { return 200 'alive\\n'; } } }\n")
    nginx = subprocess.Popen(["nginx", "-c", configuration], stderr=subprocess.DEVNULL)
    time.sleep(0.5)
    workers = subprocess.check_output(["ps", "-o", "pid=", "--ppid", str(nginx.pid)], text=True).split()
    return nginx, [int(pid) for pid in workers]


def cost(pids, command):
    """CPU microseconds per answer, and answers per second."""
    before, start = cpu_microseconds(pids), time.monotonic()
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    took, after = time.monotonic() - start, cpu_microseconds(pids)
    found = re.search(r"(\d+) requests in", output) or re.search(r"(\d+) succeeded", output)
    answers = int(found[1])
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", output) or re.search(r"([1-9]\d*) failed", output)
    if bad:
        sys.exit(f"{command}: {bad[0]}")
    return (after - before) / answers, answers / took


def main():
    for program in ["wrk", "h2load", "nginx"]:
        if not shutil.which(program):
            sys.exit(f"make bench needs {program} (Debian: wrk, nghttp2-client, nginx-light)")
    folder = pathlib.Path(tempfile.mkdtemp(prefix="evergrant-bench-"))
    regions, page, seoul = started_regions()
    nginx = None
    try:
        address, token, challenge = demo_license(page)
        port = free_port()
        nginx, workers = started_nginx(folder, port)
        (folder / "body.json").write_text(challenge)
        (folder / "post.lua").write_text(
            f"wrk.method = 'POST'\nwrk.body = [[{challenge}]]\nwrk.headers['Authorization'] = 'Bearer {token}'\n")
        wrk = ["wrk", "-t1", "-c32", f"-d{SECONDS}s"]
        h2load = ["h2load", "-t1", "-c4", "-m10", "-n", "20000"]
        post = ["-d", folder / "body.json", "-H", f"authorization: Bearer {token}"]
        license_url = f"{address}/v1/licenses/clearkey"
        cases = {
            "nginx `return 200`, HTTP/1.1": (workers, wrk + [f"http://127.0.0.1:{port}/"]),
            "`/livez`, HTTP/1.1": ([seoul], wrk + [f"{address}/livez"]),
            "`/livez`, HTTP/2 in clear, 10 streams": ([seoul], h2load + [f"{address}/livez"]),
            "ClearKey license, ES256 token, cached keys, HTTP/1.1":
                ([seoul], wrk + ["-s", folder / "post.lua", license_url]),
            "ClearKey license, ES256 token, cached keys, HTTP/2": ([seoul], h2load + post + [license_url]),
        }
        measured = {name: [] for name in cases}
        for _ in range(ROUNDS):
            for name, (pids, command) in cases.items():
                measured[name].append(cost(pids, command))
        report(measured, cpu=cpu_name())
    finally:
        regions.send_signal(signal.SIGINT)
        if nginx:
            nginx.terminate()
        regions.wait(60)
        shutil.rmtree(folder)


def cpu_name():
    found = re.search(r"model name\s*:\s*(.*)", pathlib.Path("/proc/cpuinfo").read_text())
    return f"{found[1] if found else 'unknown processor'}, {os.cpu_count()} processors"


def report(measured, cpu):
    medians = {name: [statistics.median(column) for column in zip(*rounds)] for name, rounds in measured.items()}
    floor = next(iter(medians.values()))[0]
    lines = [
        "# Performance", "",
        f"Made by `make bench` ({ROUNDS} interleaved rounds, medians) on {cpu}. The load generator shares the processors,",
        "so trust CPU time per answer and its ratio to nginx in the same run, not answers per second.", "",
        "| case | CPU µs per answer | ratio to nginx | answers per second |", "|---|---:|---:|---:|",
    ]
    for name, (microseconds, rate) in medians.items():
        lines.append(f"| {name} | {microseconds:.1f} | {microseconds / floor:.2f} | {rate:,.0f} |")
    lines += ["", "Most of a license with an ES256 token is the verification of its signature (`openssl speed ecdsap256`)."]
    (ROOT / "docs" / "performance.md").write_text("\n".join(lines) + "\n")
    print("\n".join(lines))


main()
journal.update(ROUNDS)
