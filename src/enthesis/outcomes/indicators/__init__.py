"""How each indicator is counted: one expression that runs on any engine, one place for its interval.

The words of an indicator are in `knowledge/indicators/`; `enthesis.outcomes.report` puts both together. This package
loads Ibis and SciPy: import it inside the function that needs it (a server has no use for them until somebody asks).
"""
