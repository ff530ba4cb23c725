"""What editors are made of.

form          fields to fill in, what is wrong below each; `choices`: one word of several
source_lists  the sources in lookup order, and what one would be asked
origin_lists  allowed origins, and the request's URLs by origin
"""
