"""A clinic's own results: asked of its registry, and published whole or not at all.

`asking` counts, in a process of its own. `public` is what a clinic shows to everybody.
"""
