from django.apps import AppConfig
from django.db.backends.signals import connection_created


def _make_tables(sender, connection, **more):
    """An environment starts with an empty disk, so its first connection brings the tables along."""
    from .models import Note

    if Note._meta.db_table not in connection.introspection.table_names():
        with connection.schema_editor() as schema:
            schema.create_model(Note)


class NotesConfig(AppConfig):
    name = "notes"

    def ready(self):
        connection_created.connect(_make_tables, dispatch_uid="notes.tables")
