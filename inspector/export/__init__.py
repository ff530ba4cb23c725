"""What a person takes along: reports and bodies, without what is nobody else's business.

plain    report -> text
issue    report -> Markdown for an issue tracker
page     report -> one HTML file
forms    report -> any of these three
bodies   request and response JSON: one thread, other spelling, nothing lost
redact   secrets and user names out of any of them
drawing  the SVG of a screen, without fonts from the web
"""
