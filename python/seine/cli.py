"""The command `seine`. Results go to standard output, everything else to standard error.

Exit 0: done. 2: what the user gave is wrong (also: no store there). 1: anything else.
"""

from __future__ import annotations

import io
import os
import sys
import warnings
from typing import Annotated, NoReturn

try:
    import typer
except ImportError:  # the plain package has the library only
    print("seine: the command needs its extra: pip install 'seinedb[cli]'", file=sys.stderr)
    raise SystemExit(1) from None

from . import cli_questions, cli_stores  # noqa: F401  they add their commands
from .cli_app import app
from .cli_errors import fail, reason_of
from .errors import FilterWarning
from .version import __version__

__all__ = ["app", "main"]


@app.callback(invoke_without_command=True)
def _top(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    if version:
        print(f"seine {__version__}")
        raise typer.Exit()


def main() -> NoReturn:
    """The entry point. Errors of click's own (an unknown option) end with 2, as ours do."""
    _prepare_output()
    warnings.simplefilter("ignore", FilterWarning)  # commands tell them in their own way
    code: int | str | None = 0
    try:
        app(prog_name="seine")
    except SystemExit as ended:
        code = ended.code
    except BrokenPipeError:
        _leave_output(1)
    except KeyboardInterrupt:
        fail("stopped", 1)
    try:
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read our output has gone; say nothing more
        _leave_output(1)
    except OSError as error:
        print(f"seine: standard output: {reason_of(error)}", file=sys.stderr)
        _leave_output(1)
    raise SystemExit(code)


def _prepare_output() -> None:
    """Files and pipes get UTF-8, whatever the locale, so that keys are what was read. A terminal
    shows what its encoding lacks as escapes."""
    if sys.stdout is None:
        fail("standard output is closed", 1)
    if isinstance(sys.stdout, io.TextIOWrapper):
        encoding = sys.stdout.encoding if sys.stdout.isatty() else "utf-8"
        sys.stdout.reconfigure(encoding=encoding, errors="backslashreplace")


def _leave_output(code: int) -> NoReturn:
    """Ends without another try to write what nobody takes."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    raise SystemExit(code)


if __name__ == "__main__":
    main()
