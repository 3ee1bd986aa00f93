"""The command's Typer application, to which modules add their commands."""

from __future__ import annotations

from typing import Any

import typer
import typer.core

__all__ = ["app"]

_ORDER = ("build", "info", "count", "ids", "explain", "profile", "check", "verify", "demo")


class _InOrder(typer.core.TyperGroup):
    """Lists commands in the order in which they are needed."""

    def list_commands(self, ctx: Any) -> list[str]:
        return sorted(super().list_commands(ctx), key=_ORDER.index)


app = typer.Typer(
    name="seine",
    cls=_InOrder,
    help="Who exactly? Audiences of a retailer's members, selected in milliseconds.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
)
