"""The door to the Django project: API Gateway's events in, its answers out."""
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")

from apig_wsgi import make_lambda_handler
from django.core.wsgi import get_wsgi_application

handler = make_lambda_handler(get_wsgi_application())
