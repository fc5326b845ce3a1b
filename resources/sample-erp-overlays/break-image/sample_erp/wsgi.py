"""The WSGI entry point."""

import os

from django.core.wsgi import get_wsgi_application

# Not in the image: somebody has it on his own machine only.
from sample_erp.tracing import traced

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sample_erp.settings")
application = traced(get_wsgi_application())
