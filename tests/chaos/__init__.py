"""The chaos server and the fault matrix."""
