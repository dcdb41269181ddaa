"""schemas/: what every file under lists/ may say, for programs; it follows from the code alone."""

from pathlib import Path

from ..schemas import schemas
from .data import dumps
from .output import Output


def write_schemas(dest: Path, old: Path | None) -> None:
    """Write them; they are looked at for private data with all that comes with the hand-written pages."""
    output = Output(dest, old, watched=False)
    for name, schema in schemas().items():
        output.write(f"schemas/{name}.json", dumps(schema))
