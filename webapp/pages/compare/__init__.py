"""Two to six things side by side, differences first."""
