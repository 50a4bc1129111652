"""A candidate reads what the lanes read, when the PC has nothing else to do."""
