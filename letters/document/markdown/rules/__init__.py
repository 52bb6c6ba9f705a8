"""The syntax that letters add to CommonMark: one small rule per file, as markdown-it-py takes them."""
