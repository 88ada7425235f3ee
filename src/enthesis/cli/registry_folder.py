"""Which registry a command is about: the folder that was named, or the clinic's own."""

import argparse
from pathlib import Path


def add_folder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--folder", metavar="DIR", help="where the registry is kept; default: in the data folder")


def folder_of(args: argparse.Namespace) -> Path:
    """The folder that was named, or the clinic's own."""
    if args.folder:
        return Path(args.folder)
    from enthesis.clinic.home import home

    return home() / "registry"
