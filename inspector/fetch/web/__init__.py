"""HTTP for symbol servers, on httpcore. Knows nothing of sources.

ask          one GET, ready to send; what a status means
addresses    name -> addresses that may be reached -> connection
proxies      proxies from the environment
connections  those that are open, TLS
answer       status, headers, body as it comes
exchange     one request with its redirects
ranges       big files in parts
client       a request -> a file on disk, or the miss

httpcore and not httpx, which stands on it: the client of httpx follows redirects, keeps
cookies and reads .netrc by rules of its own, and its import loads `rich` where that is
installed.
"""
