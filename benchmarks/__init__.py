"""How fast Enthesis is, as ratios measured in one run: `python -m benchmarks`. docs/benchmarks.md explains them."""
