"""Commands that `kg.cli` finds by their entry points when they are called, one module each."""
