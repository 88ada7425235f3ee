from django.db import migrations, models


class Migration(migrations.Migration):
    """What is counted, and the cache that all processes share."""

    initial = True

    dependencies = ()

    operations = (
        migrations.CreateModel(
            name="CacheEntry",
            fields=[
                ("cache_key", models.CharField(max_length=255, primary_key=True, serialize=False)),
                ("value", models.TextField()),
                ("expires", models.DateTimeField(db_index=True)),
            ],
            options={
                "db_table": "enthesis_cache",
            },
        ),
        migrations.CreateModel(
            name="Count",
            fields=[
                ("key", models.CharField(max_length=120, primary_key=True, serialize=False)),
                ("done", models.IntegerField()),
                ("until", models.BigIntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["until"], name="count_by_end")],
            },
        ),
    )
