"""Does all orders that are due as a warm worker does, and prints what had to be imported for them, a module a line."""

import sys

from reviewer.cli.beginning import wait_for_credentials
from reviewer.cli.shift import Shift
from reviewer.cli.warming import warm_key, warm_up
from reviewer.model.work import JobKind
from reviewer.settings import load_settings

settings = load_settings()
shift = Shift(settings, tuple(JobKind), concurrency=1)
warm_up()
warm_key(wait_for_credentials(settings))
queue = shift.queue()
warm = set(sys.modules)
while job := queue.claim("test"):
    shift.perform(job)
    queue.finish(job)
# The codecs of host names and files are small, and come with whichever name is asked for first.
imported = {name for name in set(sys.modules) - warm if not name.startswith(("encodings.", "stringprep"))}
sys.stdout.write("\n".join(sorted(imported)))
