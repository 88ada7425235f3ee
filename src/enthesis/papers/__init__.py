"""What is handed out on paper, as PDF: values in, bytes out.

`paper` prints, `markup` makes the page, `base.css` is what every paper looks like; each document is a module beside
them with a style sheet of its own. A new document makes a `Paper` and hands it to `print_paper`.
"""
