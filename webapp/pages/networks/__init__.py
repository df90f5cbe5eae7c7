"""What is linked with a thing: picture, tables and files."""
