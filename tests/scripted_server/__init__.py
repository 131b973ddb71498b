"""An OpenAI-compatible server that plays good and bad models by script, on loopback only."""

from tests.scripted_server.behaviours import BEHAVIOURS, Prompt
from tests.scripted_server.server import MODEL, Script, ScriptedServer

__all__ = ["BEHAVIOURS", "MODEL", "Prompt", "Script", "ScriptedServer"]
