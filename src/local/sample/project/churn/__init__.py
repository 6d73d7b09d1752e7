"""Which customers will leave next quarter."""
