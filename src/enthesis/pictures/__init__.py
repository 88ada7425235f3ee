"""Pictures: values in, SVG out. Each has a title and a description, and needs no style sheet and no script."""
