"""The candidacy rules: red flags, contraindications, prior care, indications, alternatives, consent, and their questions."""
