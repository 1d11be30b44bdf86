"""License tokens, as docs/tokens.md has them: many different ones, as many viewers have."""
import base64, hashlib, hmac, json, pathlib, secrets, subprocess, time

from .programs import FLOORS
from .servers.evergrant import CONTENT, SITE


def encoded(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unsigned(algorithm):
    now = int(time.time())
    head = {"alg": algorithm, "kid": algorithm}
    claims = {"aud": SITE, "sub": "viewer-1", "iat": now, "exp": now + 7200, "jti": secrets.token_hex(8),
              "drm": {"v": 1, "content_id": CONTENT}}
    return ".".join(encoded(json.dumps(part, separators=(",", ":")).encode()) for part in (head, claims))


def mint(algorithm, key_file, count):
    words = [unsigned(algorithm) for _ in range(count)]
    return {"HS256": hs256, "ES256": es256}[algorithm](words, pathlib.Path(key_file))


def hs256(words, key_file):
    text = key_file.read_text().strip()
    secret = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    return [f"{each}.{encoded(hmac.digest(secret, each.encode(), hashlib.sha256))}" for each in words]


def es256(words, key_file):
    signed = subprocess.run([FLOORS / "tokens", key_file], input="\n".join(words), capture_output=True, text=True, check=True)
    return signed.stdout.split()
