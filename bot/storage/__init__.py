"""What is kept: tables, sealed columns, migrations and the queries on them."""
