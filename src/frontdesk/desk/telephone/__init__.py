"""The telephone: what rings at a desk, who takes it, whom nobody answered."""
