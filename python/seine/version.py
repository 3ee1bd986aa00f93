"""The version of the installed distribution."""

from importlib.metadata import PackageNotFoundError, version

__all__ = ["__version__"]

try:
    __version__ = version("seinedb")
except PackageNotFoundError:  # imported from the source tree, not installed
    __version__ = "0+unknown"
