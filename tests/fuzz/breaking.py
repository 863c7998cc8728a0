"""Broken files made of whole ones: bytes at random, and changes that know the format."""

import io
import json
import re
import struct
import zipfile
from collections.abc import Callable
from pathlib import PurePath
from random import Random
from typing import Any
from xml.etree import ElementTree

_DEEP = 3000

_NUMBERS = (
    "0", "-1", "1e9", "1e999999999", "1e-9", "999999999", "9" * 5000, "²", "1/0", "nan", "inf",
    "-inf", "0x10", "1_0", " 7 ", "", "x", "127.5", "2147483648", "18446744073709551616",
)  # fmt: skip
"""What a number in a text may become."""


def broken(draw: Random, name: str, content: bytes, other: bytes) -> bytes:
    """``content`` of a file of this name, broken in a way that hangs on ``draw`` alone.

    ``other`` is a second file of the same kind.
    """
    breaking = _BY_SUFFIX.get(PurePath(name).suffix)
    if breaking is None or draw.random() < 0.3:
        return _bytes(draw, content, other)
    changed = breaking(draw, content)
    return _bytes(draw, changed, other) if draw.random() < 0.1 else changed


def _bytes(draw: Random, content: bytes, other: bytes) -> bytes:
    """A few changes of bytes: flips, cuts, repetitions, splices."""
    data = bytearray(content)
    for _ in range(draw.choice((1, 1, 2, 4, 16))):
        place, end = sorted(draw.randrange(len(data) + 1) for _ in range(2))
        kind = draw.randrange(8)
        if kind == 0:
            del data[place:]
        elif kind == 1:
            del data[place : min(end, place + 64)]
        elif kind == 2:
            data[place:place] = data[place:end] * draw.choice((1, 2, 50))
        elif kind == 3:
            start = draw.randrange(len(other) + 1)
            data[place:] = other[start:]
        elif kind == 4:
            data[place:place] = draw.choice((b"\xff", b"\x00", b"\x80", b"[")) * draw.choice(
                (1, 4, 9000)
            )
        elif kind == 5 and len(data) >= place + 4:
            data[place : place + 4] = draw.choice(
                (b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\x00\x00\x00\x00", b"\xff\xff\xff\x7f")
            )
        elif place < len(data):
            data[place] = (
                draw.randrange(256) if kind == 6 else data[place] ^ (1 << draw.randrange(8))
            )
        if len(data) > 400_000:
            del data[400_000:]
    return bytes(data)


# ---- JSON -------------------------------------------------------------------------------------


def _odd_value(draw: Random) -> Any:
    return draw.choice(
        (
            None, True, -1, 0, 1, 2, 128, 255, 2**31, 2**53, 2**63, 2**64, 10**400, -0.0, 0.5,
            1e308, 1e-308, float("nan"), float("inf"), -float("inf"), "", "\0", "x" * 9999,
            "\ud800", "../x", "1", "drums", [], {}, [[]], [None], {"": 0}, [0] * 5000, [0, 0],
            [1, 1, 1],
        )
    )  # fmt: skip


def _places(value: Any) -> list[tuple[Any, Any]]:
    """(container, key) of everything within a JSON value."""
    found = []
    waiting = [value]
    while waiting:
        inner = waiting.pop()
        keys = (
            list(inner)
            if isinstance(inner, dict)
            else range(len(inner))
            if isinstance(inner, list)
            else ()
        )
        for key in keys:
            found.append((inner, key))
            waiting.append(inner[key])
    return found


def _json_value(draw: Random, value: Any) -> Any:
    for _ in range(draw.choice((1, 1, 1, 2, 5))):
        places = _places(value)
        if not 0 < len(places) < 50_000:
            return value if places else _odd_value(draw)
        holder, key = draw.choice(places)
        kind = draw.randrange(8)
        if kind == 0:
            del holder[key]
        elif kind == 1 and isinstance(holder, list):
            small = len(_places(holder[key])) < 10
            holder[key:key] = [holder[key]] * draw.choice((1, 3, 3000 if small else 2))
            value = json.loads(json.dumps(value))  # no two places share what is changed next
        elif kind == 1:
            holder[draw.choice(("", "version", "x", key + "s"))] = holder.pop(key)
        elif kind == 2:
            other, place = draw.choice(places)
            if place in other if isinstance(other, dict) else place < len(other):
                holder[key] = json.loads(json.dumps(other[place]))
        elif kind == 3 and isinstance(holder[key], int | float) and abs(holder[key]) < 1e300:
            holder[key] = holder[key] * draw.choice((-1, 2, 1000, 2**40, 0.5)) + draw.choice((0, 1))
        else:
            holder[key] = _odd_value(draw)
    return value


def _json_text(draw: Random, content: bytes) -> bytes:
    """JSON (or lines of it) with other values."""
    lines = content.decode().splitlines() if content.count(b"\n{") else [content.decode()]
    place = draw.randrange(len(lines))
    value = _json_value(draw, json.loads(lines[place]))
    lines[place] = json.dumps(value)
    if draw.random() < 0.03:
        depth = draw.choice((_DEEP, 100_000))
        lines[place] = re.sub(
            r": *\d+", lambda _: ":" + "[" * depth + "]" * depth, lines[place], count=1
        )
    return "\n".join(lines).encode("utf-8", "surrogatepass")


# ---- safetensors and npy ----------------------------------------------------------------------


def _safetensors(draw: Random, content: bytes) -> bytes:
    """Other sizes and names in the header, another description, other weights."""
    length = int.from_bytes(content[:8], "little")
    header, data = json.loads(content[8 : 8 + length]), bytearray(content[8 + length :])
    kind = draw.randrange(6)
    if kind == 0:
        header = _json_value(draw, header)
    elif kind == 1:
        value = draw.choice((b"\x00\x7e", b"\xff\xff", b"\x00\x7c", b"\xff\x7b"))  # NaN, inf, 65504
        place = 2 * draw.randrange(len(data) // 2)
        data[place : place + 2 * draw.choice((1, 500))] = b""
        data[place:place] = value * ((len(content) - 8 - length - len(data)) // 2)
    else:
        name = draw.choice(list(header["__metadata__"]))
        value = _json_value(draw, json.loads(header["__metadata__"][name]))
        header["__metadata__"][name] = json.dumps(value)
    text = json.dumps(header).encode()
    size = len(text) if draw.random() < 0.95 else draw.choice((0, 1, 2**40, 2**64 - 1))
    return size.to_bytes(8, "little") + text + bytes(data)


def _npy(draw: Random, content: bytes) -> bytes:
    """Other sizes and types in the header, other rows."""
    (length,) = struct.unpack("<H", content[8:10])
    header, data = content[10 : 10 + length].decode("latin-1").rstrip(), content[10 + length :]
    kind = draw.randrange(4)
    if kind == 0:
        header = _numbers(draw, header)
    elif kind == 1:
        swap = draw.choice(
            (("'<i8'", "'|O'"), ("'<i8'", "'<f8'"), ("<i", "<f"), ("|u1", "|O"), ("False", "True"),
             ("(", "((("), (",)", f",{'9' * draw.choice((3, 11, 30))})"), ("{", "os.getcwd(){"))
        )  # fmt: skip
        header = header.replace(*swap)
    else:
        values = bytearray(data)
        for _ in range(draw.choice((1, 8))):
            if len(values) >= 8:
                place = 8 * draw.randrange(len(values) // 8)
                values[place : place + 8] = draw.choice(
                    (b"\xff" * 8, b"\x00" * 8, b"\xff" * 7 + b"\x7f", (2**40).to_bytes(8, "little"))
                )
        data = bytes(values)
    text = header.encode("latin-1", "replace") + b"\n"
    return content[:8] + struct.pack("<H", min(65535, len(text))) + text + data


# ---- texts ------------------------------------------------------------------------------------


def _numbers(draw: Random, text: str) -> str:
    found = list(re.finditer(r"\d+", text))
    if not found:
        return text
    place = draw.choice(found)
    return text[: place.start()] + draw.choice(_NUMBERS) + text[place.end() :]


_PIECES = {
    ".abc": (
        "M:0/0", "M:99/1", "M:C|", "L:1/0", "L:99999999", "Q:1/0=0", "Q:-5", "K:Z", "K:none", "V:9",
        "X:", "|:", ":|", "(3:0:0", "(9", "{", "}", "[", "]", "C999999999", "^^^^C", "z/////////",
        "C/0", '"Cm7/', "T:", "w:", "-", "~", "!ff!", "%%score", "[K:", "[V:1]", "+", "C,,,,,,,,,,",
    ),
    ".krn": (
        "**kern", "**dynam", "*M0/0", "*MM0", "*MM-9", "*^", "*v", "*-", "4.....c", "0c", "1%0c",
        "*k[zz]", "*k[f#", "=", "=-1", "4" + "c" * 99, "99999999c", "\t", "4c\t4c\t4c", "*clefZ9",
        "*I", "4c 4d 4e", "[4c", "4c]", "qq", "!!!OTL", "*>A", "*+", "*x", "4cccccccccc###",
    ),
}  # fmt: skip


def _text(suffix: str) -> Callable[[Random, bytes], bytes]:
    """Other numbers, lines and signs in a text."""

    def breaking(draw: Random, content: bytes) -> bytes:
        text = content.decode("utf-8", "replace")
        for _ in range(draw.choice((1, 2, 5))):
            lines = text.split("\n")
            place = draw.randrange(len(lines))
            kind = draw.randrange(5)
            if kind == 0:
                text = _numbers(draw, text)
            elif kind == 1:
                lines[place : place + 1] = [lines[place]] * draw.choice((0, 2, 40))
                text = "\n".join(lines)
            elif kind == 2:
                lines.insert(place, draw.choice(_PIECES[suffix]))
                text = "\n".join(lines)
            elif kind == 3:
                column = draw.randrange(len(lines[place]) + 1)
                piece = draw.choice(_PIECES[suffix]) * draw.choice((1, 1, 30))
                lines[place] = lines[place][:column] + piece + lines[place][column:]
                text = "\n".join(lines)
            else:
                words = text.split(" ")
                draw.shuffle(words)
                text = " ".join(words)
        return text[:4000].encode()  # music21 takes some 100 ms a line

    return breaking


_LAUGHS = (
    '<!DOCTYPE score-partwise [<!ENTITY a "haha">'
    + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">'
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)


def _xml(draw: Random, content: bytes) -> bytes:
    """Other texts, attributes and elements in MusicXML."""
    root = ElementTree.fromstring(content)
    for _ in range(draw.choice((1, 1, 2, 4))):
        elements = list(root.iter())
        holder = draw.choice(elements)
        kind = draw.randrange(6)
        if kind == 0 and len(holder):
            del holder[draw.randrange(len(holder))]
        elif kind == 1 and len(holder):
            holder.insert(0, draw.choice(elements[1:]))
        elif kind == 2:
            holder.set(
                draw.choice((*holder.attrib, "attack", "release", "id", "tempo", "number", "type")),
                draw.choice(_NUMBERS),
            )
        elif kind == 3:
            holder.tag = draw.choice(elements).tag
        else:
            numbers = [element for element in elements if (element.text or "").strip().isdigit()]
            draw.choice(numbers or elements).text = draw.choice(_NUMBERS)
        if not _is_tree(root):
            root = ElementTree.fromstring(content)
    text = ElementTree.tostring(root, encoding="unicode")
    extra = draw.random()
    if extra < 0.02:
        text = _LAUGHS + re.sub("(<part-name>)[^<]*", r"\1&i;", text)
    elif extra < 0.04:
        text = text.replace("<note", "<a>" * _DEEP + "</a>" * _DEEP + "<note", 1)
    return text.encode("utf-8", "replace")


def _is_tree(root: ElementTree.Element) -> bool:
    """Whether no element stands within itself, and the whole is not too big."""
    waiting, count = [root], 0
    while waiting:
        waiting.extend(waiting.pop())
        count += 1
        if count > 4000:
            return False
    return True


def _mxl(draw: Random, content: bytes) -> bytes:
    """A compressed score of broken parts, or one that unpacks to far more than it holds."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    kind = draw.randrange(6)
    name = draw.choice(list(files))
    if kind == 0:
        files[name] = b" " * 300_000_000
    elif kind == 1:
        del files[name]
    else:
        files[name] = _xml(draw, files[name])
    method = draw.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED, zipfile.ZIP_BZIP2))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED if kind == 0 else method) as archive:
        for name, inner in files.items():
            archive.writestr(name, inner)
    found = packed.getvalue()
    if kind == 0 and draw.random() < 0.5:  # it lies about its size
        found = found.replace((300_000_000).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    return found


# ---- MIDI -------------------------------------------------------------------------------------


def _length(draw: Random) -> bytes:
    return draw.choice(
        (b"\x00", b"\x18", b"\x60", b"\x83\x60", b"\xff\x7f", b"\xff\xff\xff\x7f", b"\x80\x80\x00",
         b"\xff\xff\xff\xff\xff\x7f")
    )  # fmt: skip


def _event(draw: Random) -> bytes:
    kind = draw.randrange(6)
    if kind < 3:
        status = draw.choice((0x80, 0x90, 0x99, 0xA0, 0xB0, 0xC0, 0xE0)) | draw.randrange(16)
        return bytes((status, draw.randrange(256), draw.randrange(256)))
    if kind == 3:
        return bytes((draw.randrange(128), draw.randrange(128)))  # running status
    data = draw.randbytes(draw.choice((0, 1, 2, 3, 4, 5, 40)))
    size = len(data) if draw.random() < 0.8 else draw.randrange(128)
    if kind == 4:
        meta = draw.choice((0x00, 0x01, 0x03, 0x06, 0x07, 0x20, 0x21, 0x2F, 0x51, 0x54, 0x58, 0x59,
                            0x7F, draw.randrange(256)))  # fmt: skip
        return bytes((0xFF, meta, size)) + data
    return bytes((draw.choice((0xF0, 0xF7, 0xF1, 0xF8, 0xFE)), size)) + data


def _midi(draw: Random, content: bytes) -> bytes:
    """A MIDI file of odd events, or further events in a good one."""
    if draw.random() < 0.5:
        data = bytearray(content)
        for _ in range(draw.choice((1, 3, 10))):
            place = draw.randrange(22, len(data))
            data[place:place] = _length(draw) + _event(draw)
        return bytes(data)
    kind = draw.choice((0, 1, 1, 1, 2, 65535))
    division = draw.choice((24, 480, 1, 0, 32767, 0xE728, 65535))
    tracks = []
    for _ in range(draw.choice((0, 1, 2, 5, 300))):
        body = b"".join(
            _length(draw) + _event(draw) for _ in range(draw.choice((0, 1, 5, 40, 400)))
        )
        size = len(body) if draw.random() < 0.9 else draw.choice((0, 2**31, 2**32 - 1))
        tracks.append(b"MTrk" + struct.pack(">I", size) + body)
        if sum(map(len, tracks)) > 60_000:
            break
    count = len(tracks) if draw.random() < 0.9 else draw.choice((0, 65535))
    head = b"MThd" + struct.pack(
        ">IHHH", draw.choice((6, 6, 6, 0, 2**32 - 1)), kind, count, division
    )
    return head + b"".join(tracks)


# ---- settings and SoundFonts --------------------------------------------------------------------


def _ini(draw: Random, content: bytes) -> bytes:
    """Other values of settings."""
    lines = content.decode().splitlines()
    for _ in range(draw.choice((1, 2, 4))):
        place = draw.randrange(len(lines))
        name = lines[place].split("=")[0]
        odd = draw.choice(
            (
                *_NUMBERS,
                "@Invalid()",
                "@ByteArray(\\x1)",
                "@Variant(\\0\\0\\0\\x1)",
                '"[]"',
                '"{}"',
                '"a\\0b"',
                "a, b",
                json.dumps(json.dumps(_odd_value(draw))),
            )
        )
        lines[place] = f"{name}={odd}"
    return "\n".join(lines).encode("utf-8", "replace")


_BY_SUFFIX: dict[str, Callable[[Random, bytes], bytes]] = {
    ".mid": _midi,
    ".musicxml": _xml,
    ".mxl": _mxl,
    ".abc": _text(".abc"),
    ".krn": _text(".krn"),
    ".musicgan": _json_text,
    ".json": _json_text,
    ".jsonl": _json_text,
    ".safetensors": _safetensors,
    ".npy": _npy,
    ".conf": _ini,
    ".ini": _ini,
}
