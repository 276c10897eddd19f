"""Documents of six formats as numbered paragraphs, with what they say of themselves."""
