"""Sources and scraping of a request while a person changes them. No terminal, no widgets."""
