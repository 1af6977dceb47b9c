"""Who works here, who leads, and by which code they are known."""
