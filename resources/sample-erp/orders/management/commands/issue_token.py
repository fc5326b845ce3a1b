"""`manage.py issue_token NAME [--hours N]`: a bearer token for the JSON interface."""

from django.core.management.base import BaseCommand

from sample_erp import tokens


class Command(BaseCommand):
    help = "Prints a bearer token for the JSON interface"

    def add_arguments(self, parser):
        parser.add_argument("name")
        parser.add_argument("--hours", type=int, default=1)

    def handle(self, *args, name, hours, **options):
        self.stdout.write(tokens.issue(name, hours * 3600))
