"""What to send for a file of a source, one kind of source a file.

http      web servers
s3        buckets of S3
gcs       buckets of Google Cloud Storage; `google_requests`: the requests of its own library
sentry    debug files of Sentry: listed first
symstore  the index of a symbol store: which paths it has
"""
