"""The command line: the same engine as the dashboard, for batch work and for outside checks.

With --json or --format json, standard output is one JSON document; everything else goes to standard error.
"""

# Importing a module of commands adds them to `main`.
from analytics.cli import files as files
from analytics.cli import keeping as keeping
from analytics.cli import looking_back as looking_back
from analytics.cli import making as making
from analytics.cli import outlook as outlook
from analytics.cli import questions as questions
from analytics.cli import standing as standing
from analytics.cli.group import main

__all__ = ["main"]
