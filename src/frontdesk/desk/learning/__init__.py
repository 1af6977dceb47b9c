"""What the desk learns: stories, ideas, causes, where limits stopped people, and what became of it."""
