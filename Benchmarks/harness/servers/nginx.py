"""nginx with one worker and `return 200`, which is the least it can do."""
import subprocess

from ..programs import Program, free_port

CONFIGURATION = """\
daemon off; master_process off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{ worker_connections 16384; }}
http {{
  access_log off; keepalive_requests 100000000; keepalive_timeout 600s; http2_max_concurrent_streams 128;
  ssl_certificate {certificate}; ssl_certificate_key {key};
  ssl_protocols TLSv1.2 TLSv1.3; ssl_session_tickets on; ssl_session_cache off;
  default_type application/json;
  server {{ listen 127.0.0.1:{h1} backlog=4096; listen 127.0.0.1:{h2c} http2 backlog=4096;
            listen 127.0.0.1:{h1_tls} ssl backlog=4096; listen 127.0.0.1:{h2_tls} ssl http2 backlog=4096;
            location / {{ return 200 '{answer}'; }} }}
}}
"""


def configure(folder, tls):
    """A file, and the ports in it: `h1`, `h2c`, `h1_tls`, `h2_tls`."""
    ports = {name: free_port() for name in ["h1", "h2c", "h1_tls", "h2_tls"]}
    file = folder / f"nginx-{ports['h1']}.conf"
    file.write_text(CONFIGURATION.format(
        folder=folder, certificate=tls[0], key=tls[1], answer='{"keys":"' + "x" * 289 + '"}', **ports))
    return file, ports


def start(folder, tls, pinned=True, under=()):
    file, ports = configure(folder, tls)
    nginx = Program([*under, "nginx", "-c", file], pinned, stderr=subprocess.DEVNULL)
    nginx.ports, nginx.port = ports, ports["h1"]
    nginx.await_port(nginx.port)
    return nginx
