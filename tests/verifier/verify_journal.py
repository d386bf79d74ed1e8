#!/usr/bin/env python3
"""A second opinion on Breakglass journals, written from docs/journal-format.md alone, with Python's own library only.

    verify_journal.py --keys FILE DIR...

FILE has a `writer key` pair a line. For each DIR (which holds journal/<writer>/NNNNNN.jsonl, or is an exported case with
case.json and extract/) one line of JSON is printed. Exit 0: everything holds. 1: there is a doubt. 2: wrong use.
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
MAX_DEPTH = 64
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


def canonical(value, depth=0):
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        value.encode("utf-8")  # a lone surrogate is an error
        return '"' + "".join(SHORT.get(c, c if c >= " " else "\\u%04x" % ord(c)) for c in value) + '"'
    if isinstance(value, (int, float)):
        return number(value)
    if depth >= MAX_DEPTH:
        raise ValueError("more than %d levels" % MAX_DEPTH)
    if isinstance(value, list):
        return "[" + ",".join(canonical(item, depth + 1) for item in value) + "]"
    names = sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
    return "{" + ",".join(canonical(name) + ":" + canonical(value[name], depth + 1) for name in names) + "}"


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
        # Anybody can write session lines: they speak of nobody else.
        if vouched and entry["code"] == "WITNESS" and shape and data["writer"] != self.writer:
            self.sightings.append((data["seq"], self.writer, data["writer"], data["hash"]))


# ---- an exported case ------------------------------------------------------------------------------------------------

ROUNDS = [
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
]
MASK = 0xFFFFFFFF


def hash_from(state, before, rest):
    """SHA-256 of what begins with `before` bytes, of which only the state is known, and goes on with `rest`."""
    padded = rest + b"\x80" + b"\0" * (-(len(rest) + 9) % 64) + ((before + len(rest)) * 8).to_bytes(8, "big")
    total = [int(state[at:at + 8], 16) for at in range(0, 64, 8)]
    for start in range(0, len(padded), 64):
        w = [int.from_bytes(padded[start + at:start + at + 4], "big") for at in range(0, 64, 4)]
        for t in range(16, 64):
            x, y = w[t - 15], w[t - 2]
            w.append((w[t - 16] + w[t - 7] + (turn(x, 7) ^ turn(x, 18) ^ x >> 3) + (turn(y, 17) ^ turn(y, 19) ^ y >> 10)) & MASK)
        a, b, c, d, e, f, g, h = total
        for t in range(64):
            one = h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + (e & f ^ ~e & g) + ROUNDS[t] + w[t]
            two = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + (a & b ^ a & c ^ b & c)
            a, b, c, d, e, f, g, h = (one + two) & MASK, a, b, c, (d + one) & MASK, e, f, g
        total = [(old + new) & MASK for old, new in zip(total, (a, b, c, d, e, f, g, h))]
    return "".join("%08x" % word for word in total)


def turn(word, by):
    return (word >> by | word << (32 - by)) & MASK


LINE_END = re.compile(r'[ -~]*,"prev":"([0-9a-f]{64})","seq":([1-9][0-9]{0,15}),"sig":"[A-Za-z0-9+/=]+","v":1\}')
WRITER_FILE = re.compile(WRITER.pattern + r"\.jsonl")


def left_out(raw):
    """(seq, prev, hash) of a line whose content was left out."""
    bad = Bad("bad-left-out", "no line that was left out")
    try:
        value = json.loads(raw.decode("utf-8"), parse_constant=constant)
        if not isinstance(value, dict) or canonical(value).encode("utf-8") != raw or set(value) != {"bytes", "state", "tail"}:
            raise bad
    except (ValueError, OverflowError, RecursionError):
        raise bad
    before, state, tail = value["bytes"], value["state"], value["tail"]
    if not whole_number(before) or before < 64 or before % 64 or not text_like(r"[0-9a-f]{64}")(state) or not isinstance(tail, str):
        raise bad
    end = LINE_END.fullmatch(tail)
    if end is None or before + len(tail) > MAX_LINE or int(end[2]) > SAFE:
        raise bad
    return int(end[2]), end[1], hash_from(state, before, tail.encode("ascii"))


class Extract(Journal):
    """A part of a journal; `chain` has the hash of each of its lines."""

    def __init__(self, writer, listed):
        super().__init__(writer, listed)
        self.first, self.chain, self.held, self.hashes, self.kept, self.last = 0, [], [], [], 0, 0
        self.file, self.line = writer + ".jsonl", 1

    def read(self, folder):
        with open(os.path.join(folder, self.file), "rb") as file:
            lines = file.read().split(b"\n")
        try:
            if lines == [b""]:
                raise Bad("torn-tail", "an empty extract")
            for number, raw in enumerate(lines[:-1]):
                self.line = number + 1
                self.next(raw)
            if lines[-1]:
                self.line = len(lines)
                raise Bad("torn-tail", "no newline")
            if self.listed and self.vouched < self.last:
                raise Bad("unvouched-tail", "ends in session lines", self.last)
        except Bad as bad:
            self.bad = {"file": self.file, "line": self.line, "seq": bad.seq, "rule": bad.rule, "why": bad.why}

    def next(self, raw):
        if len(raw) > MAX_LINE:
            raise Bad("not-canonical", "too long")
        if raw.startswith(b'{"bytes":'):
            seq, prev, digest = left_out(raw)
            self.follow(seq, prev)
            self.chain.append(digest)
            return
        entry = parse(raw)
        if entry["op"] + "." + entry["dev"] != self.writer:
            raise Bad("wrong-writer", "wrong-writer", entry["seq"])
        self.follow(entry["seq"], entry["prev"])
        if entry["hlc"] <= self.clock:
            raise Bad("bad-clock", "bad-clock", entry["seq"])
        vouched = self.signature(entry)
        self.chain.append(hashlib.sha256(raw).hexdigest())
        self.clock, self.last, self.kept = entry["hlc"], entry["seq"], self.kept + 1
        self.held.append(entry)
        self.hashes.append(self.chain[-1])
        if vouched:
            self.vouched = entry["seq"]
        self.see(entry, vouched)

    def follow(self, seq, prev):
        if self.chain and seq != self.first + len(self.chain):
            raise Bad("bad-seq", "bad-seq", seq)
        if prev != (self.chain[-1] if self.chain else "0" * 64 if seq == 1 else prev):
            raise Bad("bad-prev", "bad-prev", seq)
        if not self.chain:
            self.first = seq

    def weigh(self, sightings):
        proven, by = 0, ""
        seen = None
        for seq, witness, _, digest in sorted(each for each in sightings if each[2] == self.writer):
            at = seq - self.first
            if at < 0 or at >= len(self.chain):
                continue
            if self.chain[at] != digest:
                seen = seen or {"file": self.file, "line": at + 1, "seq": seq, "rule": "witness-mismatch", "why": witness}
            elif seq > proven:
                proven, by = seq, witness
        bad = seen or self.bad
        return {"writer": self.writer, "ok": bad is None, "from": self.first, "to": self.first + len(self.chain) - 1, "kept": self.kept, "provenTo": proven, "provenBy": by, "bad": bad, "unvouched": self.vouched < self.last}


def hashes_in(value):
    if isinstance(value, str):
        return {value} if re.fullmatch(r"[0-9a-f]{64}", value, re.ASCII) else set()
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return set().union(*map(hashes_in, inner))


def bad_file(folder, held, hashes):
    """The first file that is not what the signed lines and case.json say, or None."""
    def digest(name):
        with open(os.path.join(folder, name), "rb") as file:
            return hashlib.sha256(file.read()).hexdigest()
    named = set().union(*(hashes_in(entry["data"]) for entry in held))
    if digest("case.json") not in {entry["data"].get("manifest") for entry in held if entry["code"] == "CASE-EXPORT"}:
        return {"path": "case.json", "rule": "unsealed"}
    with open(os.path.join(folder, "case.json"), encoding="utf-8") as file:
        manifest = json.load(file)
    if not set(manifest["entries"]) <= hashes:
        return {"path": "extract", "rule": "missing-entry"}
    listed = {each["path"]: each for each in manifest["files"]}
    there = set()
    for base, folders, names in os.walk(folder):
        below = os.path.relpath(base, folder).replace(os.sep, "/")
        if below == "." and "extract" in folders and not os.path.islink(os.path.join(base, "extract")):
            folders.remove("extract")
        linked = [name for name in folders if os.path.islink(os.path.join(base, name))]
        there.update(name if below == "." else below + "/" + name for name in names + linked)
    there.discard("case.json")
    for name in sorted(there | set(listed), key=lambda each: each.encode("utf-8")):
        rule = None
        path = os.path.join(folder, name)
        if name not in listed:
            rule = "unknown-file"
        elif name not in there:
            rule = "missing-file"
        elif os.path.islink(path) or not os.path.isfile(path) or digest(name) != listed[name]["sha256"]:
            rule = "changed-file"
        elif listed[name]["what"] in ("plan", "transcript") and listed[name]["sha256"] not in named:
            rule = "unproven-file"
        if rule is not None:
            return {"path": name, "rule": rule}
    for name in sorted(os.listdir(os.path.join(folder, "extract"))):
        if not WRITER_FILE.fullmatch(name):
            return {"path": "extract/" + name, "rule": "unknown-file"}
    return None


def verify_export(folder, keys):
    root = os.path.join(folder, "extract")
    extracts = []
    for name in sorted(os.listdir(root)):
        if WRITER_FILE.fullmatch(name):
            extracts.append(Extract(name[:-6], keys.get(name[:-6], {})))
            extracts[-1].read(root)
    sightings = [each for one in extracts for each in one.sightings]
    writers = [one.weigh(sightings) for one in extracts]
    wrong = bad_file(folder, [entry for one in extracts for entry in one.held], {each for one in extracts for each in one.hashes})
    return {"dir": folder, "ok": wrong is None and all(each["ok"] for each in writers), "writers": writers, "badFile": wrong}


# ---- the verdict -----------------------------------------------------------------------------------------------------

def weigh(journal, sightings):
    seen, proven, by = None, 0, ""
    for seq, witness, _, digest in sorted(each for each in sightings if each[2] == journal.writer):
        place = journal.places[seq - 1] if seq <= len(journal.places) else None
        if place is not None and place[2] == digest:
            if seq > proven:
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
    for _, _, writer, _ in sightings:
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
    reports = [(verify_export if os.path.exists(os.path.join(folder, "case.json")) else verify)(folder, keys) for folder in words[2:]]
    for report in reports:
        print(json.dumps(report))
    return 0 if all(report["ok"] for report in reports) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
