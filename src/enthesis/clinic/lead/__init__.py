"""What a lead decides for a clinic: its own protocols, which courses move, its settings, the first of them."""
