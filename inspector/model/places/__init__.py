"""Where files are looked for.

sources      source descriptors as requests and settings spell them, layouts, filters
globs        path patterns of a source's filters
presets      public symbol servers by name
scraping     which URLs may be fetched from the web, and why not
artifacts    what Sentry's artifact lookup answers
sourcelinks  path of a source file -> URL, by the rules of a debug file
urls, hosts  URLs and hosts in their normal form, as browsers read them
"""
