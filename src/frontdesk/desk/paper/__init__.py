"""What leaves the desk as text: files, tables, Markdown."""
