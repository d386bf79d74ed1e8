#!/usr/bin/env python3
"""A second opinion on Breakglass journals, written from docs/journal-format.md alone, with Python's own library only.

    verify_journal.py --keys FILE DIR...

FILE has a `writer key` pair a line. For each DIR (which holds journal/<writer>/NNNNNN.jsonl) one line of JSON is
printed. Exit 0: everything holds. 1: there is a doubt. 2: wrong use.
"""
import base64
import hashlib
import json
import os
import re
import sys
from functools import lru_cache

MAX_LINE = 65536
MAX_SEGMENT = 262144
SAFE = 2**53 - 1
WRITER = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}\.[a-z0-9][a-z0-9_-]{0,31}")
FIELDS = {"alg", "at", "boot", "code", "data", "dev", "hlc", "key", "mono", "op", "prev", "seq", "sig", "v"}


# ---- Ed25519 (RFC 8032), verifying only ------------------------------------------------------------------------------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
I = pow(2, (P - 1) // 4, P)


def add(a, b):
    """Adds two points in extended coordinates (X, Y, Z, T)."""
    s, t = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    u, v = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = t - s, v - u, v + u, t + s
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(number, point):
    result = (0, 1, 1, 0)
    while number:
        if number & 1:
            result = add(result, point)
        point = add(point, point)
        number >>= 1
    return result


def recover(data):
    """The point behind 32 bytes, or None."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        return None
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * I % P
    if (x * x - x2) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return (x, y, 1, x * y % P)


def pack(point):
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE = recover((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


@lru_cache(maxsize=None)
def ed25519(key, message, signature):
    a, s = recover(key), int.from_bytes(signature[32:], "little")
    if a is None or s >= L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    minus = (P - a[0], a[1], 1, P - a[3])
    return pack(add(times(s, BASE), times(k, minus))) == signature[:32]


# ---- canonical JSON --------------------------------------------------------------------------------------------------

SHORT = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def canonical(value):
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        value.encode("utf-8")  # a lone surrogate is an error
        return '"' + "".join(SHORT.get(c, c if c >= " " else "\\u%04x" % ord(c)) for c in value) + '"'
    if isinstance(value, (int, float)):
        return number(value)
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    names = sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
    return "{" + ",".join(canonical(name) + ":" + canonical(value[name]) for name in names) + "}"


def number(value):
    """A number as ECMAScript prints it."""
    if value != value or value in (float("inf"), float("-inf")):
        raise ValueError("no JSON number")
    if value == int(value):
        if abs(value) > SAFE:
            raise ValueError("an integer beyond 2^53 - 1")
        return str(int(value))
    mantissa, _, exponent = repr(abs(value)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = "" if fraction == "0" else fraction
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(exponent or 0)
    if whole == "0":
        point = int(exponent or 0) - (len(fraction) - len(fraction.lstrip("0")))
    digits = digits.rstrip("0")
    if 0 < point <= 21:
        text = digits[:point] + "." + digits[point:]
    elif -6 < point <= 0:
        text = "0." + "0" * -point + digits
    else:
        text = digits[0] + ("." + digits[1:] if len(digits) > 1 else "") + "e%+d" % (point - 1)
    return ("-" if value < 0 else "") + text


def constant(name):
    raise ValueError(name)


# ---- keys and signatures ---------------------------------------------------------------------------------------------

def unbase64(text):
    """The bytes of standard base64 in its one spelling, or None."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        return None
    return data if base64.b64encode(data).decode() == text else None


def part(data):
    return len(data).to_bytes(4, "big") + data


def wire(raw):
    return part(b"ssh-ed25519") + part(raw)


def read_key(text):
    """(kind, 32 bytes), or None."""
    if text.startswith("ed25519:"):
        raw = unbase64(text[8:])
        return ("ed25519", raw) if raw is not None and len(raw) == 32 else None
    if text.startswith("sshsig:ssh-ed25519 "):
        blob = unbase64(text[19:].split(" ")[0])
        return ("sshsig", blob[-32:]) if blob is not None and wire(blob[-32:]) == blob else None
    return None


def key_id(raw):
    return hashlib.sha256(raw).hexdigest()[:16]


def signed(alg, raw, message, sig):
    blob = unbase64(sig)
    if blob is None:
        return False
    if alg != "sshsig":
        return len(blob) == 64 and ed25519(raw, message, blob)
    head = part(b"breakglass-journal@v1") + part(b"") + part(b"sha512")
    whole = b"SSHSIG" + b"\0\0\0\1" + part(wire(raw)) + head + part(part(b"ssh-ed25519") + part(blob[-64:]))
    return len(blob) > 64 and whole == blob and ed25519(raw, b"SSHSIG" + head + part(hashlib.sha512(message).digest()), blob[-64:])


# ---- one writer ------------------------------------------------------------------------------------------------------

class Bad(Exception):
    def __init__(self, rule, why, seq=None):
        super().__init__(why)
        self.rule, self.why, self.seq = rule, why, seq


def whole_number(value):
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= SAFE


def text_like(pattern):
    return lambda value: isinstance(value, str) and re.fullmatch(pattern, value, re.ASCII) is not None


SHAPES = {
    "v": lambda value: value == 1 and whole_number(value),
    "seq": lambda value: whole_number(value) and value >= 1,
    "at": whole_number,
    "mono": whole_number,
    "prev": text_like(r"[0-9a-f]{64}"),
    "hlc": text_like(r"[0-9a-f]{12}-[0-9a-f]{4}"),
    "code": text_like(r"[A-Z][A-Z0-9-]{1,39}"),
    "alg": lambda value: value in ("ed25519", "sshsig", "session"),
    "data": lambda value: isinstance(value, dict),
}


def parse(raw):
    """A line's value; raises Bad where it is not canonical or has another shape."""
    if len(raw) > MAX_LINE:
        raise Bad("not-canonical", "too long")
    try:
        text = raw.decode("utf-8")
        value = json.loads(text, parse_constant=constant)
    except (ValueError, RecursionError):
        raise Bad("not-canonical", "not UTF-8, or not JSON")
    seq = value.get("seq") if isinstance(value, dict) and whole_number(value.get("seq")) else None
    try:
        same = canonical(value) == text
    except (ValueError, OverflowError):
        same = False
    if not same:
        raise Bad("not-canonical", "differs from its canonical form", seq)
    if not isinstance(value, dict) or set(value) != FIELDS:
        raise Bad("bad-shape", "fields", seq)
    for name in FIELDS:
        if not SHAPES.get(name, lambda each: isinstance(each, str))(value[name]):
            raise Bad("bad-shape", name, seq)
    return value


class Journal:
    def __init__(self, writer, listed):
        self.writer, self.listed, self.session = writer, listed, {}
        self.places, self.sightings = [], []
        self.count, self.head, self.clock, self.vouched = 0, "0" * 64, "", 0
        self.file, self.line, self.bad = "", 0, None

    def read(self, folder):
        try:
            for at, name in enumerate(sorted(os.listdir(folder))):
                self.segment(folder, name, at + 1)
            if self.listed and self.vouched < self.count:
                raise Bad("unvouched-tail", "ends in session lines", self.count)
        except Bad as bad:
            self.bad = {"file": self.file, "line": self.line, "seq": bad.seq, "rule": bad.rule, "why": bad.why}

    def segment(self, folder, name, at):
        self.file, self.line = name, 1
        if name != "%06d.jsonl" % at:
            raise Bad("bad-segment", "expected segment %d" % at)
        with open(os.path.join(folder, name), "rb") as file:
            data = file.read(MAX_SEGMENT + 1)
        if len(data) > MAX_SEGMENT:
            raise Bad("bad-segment", "too long")
        if not data:
            raise Bad("torn-tail", "an empty segment")
        lines = data.split(b"\n")
        for number, raw in enumerate(lines[:-1]):
            self.line = number + 1
            self.take(raw, parse(raw))
        if lines[-1]:
            self.line = len(lines)
            raise Bad("torn-tail", "no newline")

    def take(self, raw, entry):
        seq = entry["seq"]
        for holds, rule in (
            (entry["op"] + "." + entry["dev"] == self.writer, "wrong-writer"),
            (seq == self.count + 1, "bad-seq"),
            (entry["prev"] == self.head, "bad-prev"),
            (entry["hlc"] > self.clock, "bad-clock"),
        ):
            if not holds:
                raise Bad(rule, rule, seq)
        vouched = self.signature(entry)
        self.count, self.head, self.clock = seq, hashlib.sha256(raw).hexdigest(), entry["hlc"]
        if vouched:
            self.vouched = seq
        self.places.append((self.file, self.line, self.head))
        self.see(entry, vouched)

    def signature(self, entry):
        data = entry["data"]
        if entry["alg"] == "session" and entry["code"] == "JOURNAL-OPEN" and isinstance(data.get("publicKey"), str):
            key = read_key(data["publicKey"])
            if key is not None and key[0] == "ed25519":
                self.session[key_id(key[1])] = key
        listed = self.listed.get(entry["key"])
        key = listed or (self.session.get(entry["key"]) if entry["alg"] == "session" else None)
        if key is None:
            raise Bad("unknown-key", entry["key"], entry["seq"])
        text = canonical({name: entry[name] for name in entry if name != "sig"})
        fits = (entry["alg"] == "sshsig") == (key[0] == "sshsig")
        if not fits or not signed(entry["alg"], key[1], text.encode("utf-8"), entry["sig"]):
            raise Bad("bad-signature", "the signature does not fit", entry["seq"])
        return listed is not None

    def see(self, entry, vouched):
        data = entry["data"]
        shape = isinstance(data.get("writer"), str) and isinstance(data.get("hash"), str) and whole_number(data.get("seq")) and data["seq"] >= 1
        if entry["code"] == "WITNESS" and shape and data["writer"] != self.writer:
            self.sightings.append((data["seq"], self.writer, data["writer"], data["hash"], vouched))


# ---- the verdict -----------------------------------------------------------------------------------------------------

def weigh(journal, sightings):
    seen, proven, by = None, 0, ""
    for seq, witness, _, digest, vouched in sorted(each for each in sightings if each[2] == journal.writer):
        place = journal.places[seq - 1] if seq <= len(journal.places) else None
        if place is not None and place[2] == digest:
            if vouched and seq > proven:
                proven, by = seq, witness
        elif seen is None and place is not None:
            seen = {"file": place[0], "line": place[1], "seq": seq, "rule": "witness-mismatch", "why": witness}
        elif seen is None:
            last = journal.places[-1] if journal.places else ("", 0)
            seen = {"file": last[0], "line": last[1] + 1, "seq": len(journal.places) + 1, "rule": "cut-tail", "why": witness}
    bad = journal.bad
    if seen is not None and (bad is None or bad["rule"] == "unvouched-tail" or seen["seq"] <= journal.count):
        bad = seen
    unvouched = journal.vouched < journal.count
    return {"writer": journal.writer, "ok": bad is None, "entries": journal.count, "head": journal.head, "provenTo": proven, "provenBy": by, "bad": bad, "unvouched": unvouched}


def verify(folder, keys):
    root, journals = os.path.join(folder, "journal"), {}
    for writer in sorted(os.listdir(root)) if os.path.isdir(root) else []:
        path = os.path.join(root, writer)
        if WRITER.fullmatch(writer) and os.path.isdir(path) and not os.path.islink(path):
            journals[writer] = Journal(writer, keys.get(writer, {}))
            journals[writer].read(path)
    sightings = [each for journal in journals.values() for each in journal.sightings]
    for _, _, writer, _, _ in sightings:
        journals.setdefault(writer, Journal(writer, keys.get(writer, {})))
    writers = [weigh(journal, sightings) for journal in journals.values()]
    return {"ok": all(each["ok"] for each in writers), "writers": writers}


def main(words):
    if len(words) < 3 or words[0] != "--keys":
        sys.stderr.write(__doc__)
        return 2
    keys = {}
    with open(words[1], encoding="utf-8") as file:
        for line in file.read().strip().split("\n"):
            writer, _, text = line.partition(" ")
            key = read_key(text)
            if key is not None:
                keys.setdefault(writer, {})[key_id(key[1])] = key
    reports = [verify(folder, keys) for folder in words[2:]]
    for report in reports:
        print(json.dumps(report))
    return 0 if all(report["ok"] for report in reports) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
