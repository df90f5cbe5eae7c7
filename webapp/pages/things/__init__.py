"""The pages of things, by kind, and the blocks that they share."""
