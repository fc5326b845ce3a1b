"""Settings come from the environment, and from nowhere else.

Each problem is collected, so that one start names them all; a value is never printed.
"""

import os

from django.core.exceptions import ImproperlyConfigured

INSECURE = ("django-insecure-", "change-this", "changeme", "secret", "password", "postgres")


class Environment:
    """Reads variables, remembers what was wrong, and says it all at the end (`check`)."""

    def __init__(self, variables=None):
        self._variables = os.environ if variables is None else variables
        self._problems = []

    def text(self, name, default=None):
        """The value of `name`; a problem where it is unset or empty and there is no default."""
        value = self._variables.get(name, "")
        if value:
            return value
        if default is None:
            self._problems.append(f"{name} is not set")
            return ""
        return default

    def secret(self, name, strict, least=16):
        """A value that must not be a placeholder, nor shorter than `least`, when `strict`."""
        value = self.text(name)
        if strict and value and (value.lower().startswith(INSECURE) or len(value) < least):
            self._problems.append(f"{name} is a placeholder or shorter than {least} characters")
        return value

    def boolean(self, name, default):
        value = self.text(name, str(default)).lower()
        if value not in ("true", "false", "1", "0", "yes", "no", "on", "off"):
            self._problems.append(f"{name} is not a boolean")
        return value in ("true", "1", "yes", "on")

    def integer(self, name, default):
        value = self.text(name, str(default))
        try:
            return int(value)
        except ValueError:
            self._problems.append(f"{name} is not a whole number")
            return default

    def listing(self, name):
        return [item.strip() for item in self.text(name).split(",") if item.strip()]

    def check(self):
        """Raise ImproperlyConfigured naming every problem found so far."""
        if self._problems:
            raise ImproperlyConfigured("environment: " + "; ".join(self._problems))
