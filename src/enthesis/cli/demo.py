"""`enthesis demo` makes the example clinic and serves it; `enthesis serve` serves whatever clinic there is."""

import argparse
import os
import socket
from typing import Any

from enthesis.cli import served
from enthesis.cli.common import FINE, BadInput, print_json

HOST, PORT = "127.0.0.1", 8000


def register(subparsers: Any) -> None:
    shown = subparsers.add_parser("demo", help="make the example clinic (synthetic people) and serve it")
    shown.add_argument("--no-server", action="store_true", help="make the clinic, print its sign-ins, and stop")
    shown.add_argument("--json", action="store_true", help="print what was made as JSON (with --no-server)")
    _where(shown)
    shown.set_defaults(run=run_demo)
    served = subparsers.add_parser("serve", help="serve the clinic to browsers")
    _where(served)
    served.set_defaults(run=run_serve)


def _where(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default=HOST, help=f"address to listen on (default {HOST})")
    parser.add_argument("--port", type=int, default=PORT, help=f"port to listen on (default {PORT})")
    parser.add_argument("--workers", type=int, default=1, help="server processes (default 1)")
    parser.add_argument(
        "--no-work", action="store_true", help="start no worker beside it: enthesis work runs elsewhere"
    )


def run_demo(args: argparse.Namespace) -> int:
    from enthesis.clinic.start import ready

    if not args.no_server:
        _check_port(args.host, args.port)
        _name_address(args.host, args.port)
    ready()
    from enthesis.clinic.example.make import example_clinic

    if not args.json:
        print("Making the example clinic, about 95 synthetic patients ...", flush=True)
    made = example_clinic()
    if args.json:
        print_json(
            {
                "clinic": made.clinic.name,
                "courses": made.courses,
                "events": made.events,
                "sign_ins": [{"role": r, "email": e, "password": p} for r, e, p in made.sign_ins],
            }
        )
    else:
        print(f"{made.clinic.name}: {_what(made.courses, made.events)}")
        if not args.no_server:
            print(f"\n  http://{args.host}:{args.port}/\n")
        print("Sign in as")
        for role, email, password in made.sign_ins:
            print(f"  {role:<11} {email:<24} {password}")
        print("Everybody in this clinic is made up. Stop the server with Ctrl+C.", flush=True)
    if args.no_server:
        return FINE
    from enthesis.clinic.results.jobs import begin

    if begin() and not args.json:
        print("What came of its courses is counted next: the lead finds figures in about a minute.", flush=True)
    return _serve(args)


def _what(courses: int, events: int) -> str:
    if not courses:
        return "there already, nothing was changed."
    return f"{courses} courses, {events} events, all recorded through the one door."


def run_serve(args: argparse.Namespace) -> int:
    from enthesis.clinic.start import ready

    _check_port(args.host, args.port)
    _name_address(args.host, args.port)
    ready()
    from enthesis.clinic.lead.first_run import is_open, new_secret

    print(f"http://{args.host}:{args.port}/", flush=True)
    if is_open():
        print("There is no clinic here yet. Set it up, once, within two days, at")
        print(f"  http://{args.host}:{args.port}/setup/{new_secret()}/", flush=True)
    _tell_of_mail()
    return _serve(args)


def _tell_of_mail() -> None:
    """What happens without a mail server, before anybody waits for an e-mail."""
    from django.conf import settings

    from enthesis.clinic.messages.providers import MAIL, OF_FILES

    if settings.EMAIL_BACKEND == OF_FILES:
        print(f"No mail server is named ({MAIL}): no e-mail leaves, and nobody gets a code to sign in by.")
        print(f"  Each is kept in {settings.HOME / 'inbox'}; /inbox/ shows what is nobody's own.", flush=True)


def _name_address(host: str, port: int) -> None:
    """Links in letters lead to what is served here, where nobody has named the clinic's own address."""
    if host in ("localhost", HOST) and not os.environ.get("ENTHESIS_ADDRESS"):
        os.environ["ENTHESIS_ADDRESS"] = f"http://{host}:{port}"


def _check_port(host: str, port: int) -> None:
    """Say so before anything is made, where the address is taken."""
    if not 0 < port < 65536:
        raise BadInput("no-such-port", f"{port} is no port.", "Give 1 to 65535.", "--port")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            raise BadInput(
                "port-taken",
                f"{host}:{port} cannot be used ({(problem.strerror or str(problem)).lower()}).",
                "Stop what uses it, or give another port with --port.",
                "--port",
            ) from None


def _serve(args: argparse.Namespace) -> int:
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False)
    served.become(args.host, args.port, args.workers, letters=not args.no_work)
    return FINE
