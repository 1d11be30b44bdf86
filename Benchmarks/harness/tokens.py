"""License tokens, as docs/tokens.md has them: many different ones, so that no server can know them by heart."""
import base64, hashlib, hmac, json, pathlib, secrets, subprocess, time

from .servers.evergrant import CONTENT, SITE


def encoded(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def claims():
    now = int(time.time())
    return {"aud": SITE, "sub": "viewer-1", "iat": now, "exp": now + 7200, "jti": secrets.token_hex(8),
            "drm": {"v": 1, "content_id": CONTENT}}


def mint(algorithm, key_file):
    head = encoded(json.dumps({"alg": algorithm, "kid": algorithm}).encode())
    signed = f"{head}.{encoded(json.dumps(claims(), separators=(',', ':')).encode())}"
    sign = {"HS256": hs256, "ES256": es256}[algorithm]
    return f"{signed}.{encoded(sign(signed.encode(), pathlib.Path(key_file)))}"


def hs256(message, key_file):
    text = key_file.read_text().strip()
    return hmac.digest(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), message, hashlib.sha256)


def es256(message, key_file):
    """JWS wants the two numbers side by side (RFC 7518 §3.4), OpenSSL gives them in DER."""
    words = ["openssl", "dgst", "-sha256", "-sign", key_file]
    der = subprocess.run(words, input=message, stdout=subprocess.PIPE, check=True).stdout
    numbers, position = b"", 2
    for _ in range(2):
        length = der[position + 1]
        numbers += der[position + 2:position + 2 + length].lstrip(b"\0").rjust(32, b"\0")
        position += 2 + length
    return numbers
