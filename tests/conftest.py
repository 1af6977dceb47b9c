"""Makes the helpers of this folder importable from every room's tests."""
