"""Meetings and initiatives in time, as exactly as sources date them."""
