"""Source bundles and Portable PDBs without `symbolic`: what they are. Their readers are elsewhere.

Rules: spec/native.md 2.4.3.
"""

from inspector.objects.errors import BadObject
from inspector.objects.identify import ObjectInfo
from inspector.objects.plain.part import mapped

_NIL = "00000000-0000-0000-0000-000000000000"
_LARGEST = 1 << 30  # bytes of a Portable PDB


def describe_bundle(path: str, offset: int, size: int) -> ObjectInfo:
    """What the source or artifact bundle is. Raises BadObject; a bundle is a whole file."""
    from inspector.objects.bundle import Bundle

    bundle = Bundle.open(path)
    attributes = bundle.attributes
    bundle.close()
    return ObjectInfo(
        format="sourcebundle",
        kind="src",
        arch=attributes.get("arch", "unknown"),
        debug_id=str(bundle.debug_id or _NIL),
        code_id=attributes.get("code_id"),
        has_sources=True,
        offset=offset,
        size=size,
    )


def describe_portable_pdb(path: str, offset: int, size: int) -> ObjectInfo:
    """What the Portable PDB is. Raises BadObject."""
    from inspector.objects.dotnet import read
    from inspector.objects.dotnet.tables import METHOD_DEBUG_INFORMATION, Metadata
    from inspector.objects.windows.ids import dashed_id

    if size > _LARGEST:
        raise BadObject(f"{size} bytes are too many for a Portable PDB")
    with mapped(path, offset, size) as data:
        metadata = Metadata(bytes(data))
    documents = len(read.Documents(metadata))
    linked = documents > 0 and bool(read.source_links(metadata))
    embedded = next(read.embedded_sources(metadata, documents), None) is not None
    return ObjectInfo(
        format="portablepdb",
        kind="dbg",
        debug_id=dashed_id(metadata.id[:16], int.from_bytes(metadata.id[16:20], "little")),
        has_debug_info=metadata.count(METHOD_DEBUG_INFORMATION) > 0,
        has_sources=linked or embedded,
        offset=offset,
        size=size,
    )
