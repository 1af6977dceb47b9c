"""frontdesk: the customer's story, a way of listening, and authority within exact limits."""

__version__ = "0.1.0"
