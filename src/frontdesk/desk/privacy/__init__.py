"""What is kept of people: handed over, forgotten when they ask, and when its time is over."""
