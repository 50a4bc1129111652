"""``python -m pi_bridge.agent --config FILE``: the agent on its own, without the console."""

from __future__ import annotations

import sys

from pi_bridge.agent.command import main

sys.exit(main())
