"""Chinese documents: read, understood, and proposed as facts for a person to decide on."""
