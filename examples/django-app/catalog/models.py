from django.db import connection, models


class Product(models.Model):
    name = models.CharField(max_length=100)
    cents = models.PositiveIntegerField()

    def as_json(self):
        return {"id": self.pk, "name": self.name, "cents": self.cents}

    @property
    def price(self):
        return "%.2f €" % (self.cents / 100)


def fill_if_new():
    """Makes the catalogue of a new execution environment, whose /tmp is empty."""
    if Product._meta.db_table in connection.introspection.table_names():
        return
    with connection.schema_editor() as editor:
        editor.create_model(Product)
    Product.objects.bulk_create(
        [
            Product(name="Freezer bags", cents=299),
            Product(name="Ice cube tray", cents=450),
            Product(name="Thermos flask", cents=2490),
        ]
    )
