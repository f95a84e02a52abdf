"""The Django project in this directory as a Lambda handler."""

import os

from apig_wsgi import make_lambda_handler
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")

handler = make_lambda_handler(get_wsgi_application())
