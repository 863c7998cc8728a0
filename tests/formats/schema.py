"""The schema of MusicXML 4.0 by the W3C's music group.

The package ``musicxml`` carries it; its imports of other schemas are found in ``xmlschema``.
"""

from importlib.metadata import files
from pathlib import Path

import xmlschema

_SHIPPED = Path(xmlschema.__file__).parent / "schemas"


def musicxml_schema() -> xmlschema.XMLSchema10:
    """The schema, loaded without a network."""
    found = next(path for path in files("musicxml") or () if path.name == "musicxml_4_0.xsd")
    return xmlschema.XMLSchema10(str(found.locate()), uri_mapper=_locally)


def _locally(address: str) -> str:
    """A file of this machine instead of an address on the web."""
    for name in ("XLINK/xlink.xsd", "XML/xml.xsd"):
        if address.endswith(Path(name).name):
            return str(_SHIPPED / name)
    return address
