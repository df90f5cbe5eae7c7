"""
What changed between two releases: statements, changes of things in plain words, patches, and their replay.

The statements come from one walk over two files (`walking`), grouped into changes of things (`grouping`) and
told in sentences (`wording`); `patches` writes and replays them.
"""
