"""Pages about other people. They open somebody's record through `peers.policy`, and import no model of theirs."""
