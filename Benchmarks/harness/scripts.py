"""Lua for wrk: the same requests for every contestant, each for another key under another token."""
import base64, json

LUA = """\
-- Requests for the keys 0 to %(count)d - 1, whose IDs are 00000000-0000-4000-8000- and 100000000000 + i in decimal digits.
local count, sequential, next, together = %(count)d, %(sequential)s, %(first)d, %(together)d
local digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
local symbols = {}
for i = 0, 63 do symbols[i] = digits:sub(i + 1, i + 1) end
local floor, band, shift = math.floor, bit.band, bit.rshift

local heads = {}
for token in io.lines('%(tokens)s') do
  heads[#heads + 1] = 'POST /v1/licenses/clearkey HTTP/1.1\\r\\nHost: localhost\\r\\nAuthorization: Bearer ' .. token ..
    '\\r\\nContent-Type: application/json\\r\\nContent-Length: %(length)d\\r\\n\\r\\n{"kids":["%(prefix)s'
end

-- Two decimal digits are one byte, read as hexadecimal.
local function byte(number) return floor(number / 10) * 16 + number %% 10 end

local function three(a, b, c)
  return symbols[shift(a, 2)] .. symbols[band(a, 3) * 16 + shift(b, 4)] ..
    symbols[band(b, 15) * 4 + shift(c, 6)] .. symbols[band(c, 63)]
end

local function name(i)
  local low, high = i %% 1000000, floor(i / 1000000)
  local a, b = byte(10 + floor(high / 10000) %% 10), byte(floor(high / 100) %% 100)
  local c, d = byte(high %% 100), byte(floor(low / 10000))
  local e, f = byte(floor(low / 100) %% 100), byte(low %% 100)
  return three(0, a, b) .. three(c, d, e) .. symbols[shift(f, 2)] .. symbols[band(f, 3) * 16]
end

local turn = 0
function request()
  turn = turn %% #heads + 1
  if not sequential then return heads[turn] .. name(math.random(0, count - 1)) .. '"],"type":"temporary"}' end
  local names = {}
  for i = 1, together do names[i] = name(next %% count); next = next + 1 end
  return heads[turn] .. table.concat(names, '","%(prefix)s') .. '"],"type":"temporary"}'
end

function init() math.randomseed(os.time()) end
"""


def key_id(index):
    return bytes.fromhex("0000000000004000" + "8000" + str(100_000_000_000 + index))


def challenge(*indices):
    kids = [base64.urlsafe_b64encode(key_id(index)).rstrip(b"=").decode() for index in indices]
    return json.dumps({"kids": kids, "type": "temporary"}, separators=(",", ":"))


def write(path, tokens, count, first=None, together=1):
    """A script in `path`: random keys of the first `count`, or all in turn from `first` on, several in one request."""
    words = path.with_suffix(".tokens")
    words.write_text("\n".join(tokens))
    prefix = base64.urlsafe_b64encode(key_id(0)[:9]).decode()
    path.write_text(LUA % {
        "tokens": words, "count": count, "first": first or 0, "prefix": prefix, "together": together,
        "sequential": "false" if first is None else "true", "length": len(challenge(*range(together)))})
    return path


def write_bare(path, token):
    """The least request that still has a token: GET, answered from memory by all."""
    path.write_text(f"wrk.headers['Authorization'] = 'Bearer {token}'\n")
    return path
