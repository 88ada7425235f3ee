"""The candidacy rules: red flags, contraindications, prior care, indications, alternatives, consent, questions."""
