"""Above one's own authority: asked for, answered, and given ahead."""
