"""What everything stands on: text, money, time and errors."""
