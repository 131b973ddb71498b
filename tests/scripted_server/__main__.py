"""python -m tests.scripted_server [BEHAVIOUR] [PORT]: serve until Ctrl-C, to try things by hand."""

from __future__ import annotations

import sys
import time

from tests.scripted_server import MODEL, Script, ScriptedServer

behaviour = sys.argv[1] if len(sys.argv) > 1 else "good"
port = int(sys.argv[2]) if len(sys.argv) > 2 else 0
with ScriptedServer(Script(behaviour), port) as server:
    print(f"--model {MODEL} --base-url {server.url}", flush=True)
    while True:
        time.sleep(3600)
