"""Data sets of Seine: the generated retailer, and schema files for public ones (see README.md).

Installed as ``seine.datasets``. The schema files lie beside this file; `schema_path` finds them.
"""

from pathlib import Path

__all__ = ["schema_path"]


def schema_path(name: str) -> Path:
    """Where the schema file of data set `name` ("retail", "online_retail", ...) is."""
    folder = Path(__file__).parent
    path = folder / f"{name}.toml"
    if not path.is_file():
        known = ", ".join(sorted(p.stem for p in folder.glob("*.toml")))
        raise ValueError(f"no data set is called {name!r}; there are: {known}")
    return path
