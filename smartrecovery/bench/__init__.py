"""Measuring and drilling the real server: `manage.py bench`, `manage.py drill`. Not part of a deployment."""
