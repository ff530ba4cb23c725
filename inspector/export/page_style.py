"""How the HTML report looks."""

STYLE = """
:root { color-scheme: light dark; --text: #1b1f24; --ground: #fff; --line: #d5dae1; --dim: #667080;
  --good: #17703a; --bad: #b3261e; --mark: #fff1b8; --soft: #f4f6f8; --accent: #0b57d0; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e4e7eb; --ground: #14171b; --line: #343b45; --dim: #98a2b0; --good: #6fcf97;
    --bad: #ff8a80; --mark: #4a3f12; --soft: #1c2127; --accent: #8ab4f8; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 90rem; padding: 1.5rem; color: var(--text);
  background: var(--ground); font: 15px/1.5 system-ui, sans-serif; }
header { border-bottom: 1px solid var(--line); margin-bottom: 1rem; padding-bottom: .5rem; }
h1 { font-size: 1.4rem; margin: 0; overflow-wrap: anywhere; }
h2 { display: inline; font-size: 1.05rem; overflow-wrap: anywhere; }
p { margin: .3rem 0; overflow-wrap: anywhere; }
meter { width: 16rem; max-width: 100%; }
code, pre, td:first-child, td:nth-child(5) { font: 13px/1.5 ui-monospace, monospace; }
pre { margin: .3rem 0; padding: .5rem; overflow-x: auto; background: var(--soft);
  color: var(--text); }
pre, code { unicode-bidi: isolate; }
code { overflow-wrap: anywhere; }
mark { background: var(--mark); color: inherit; display: inline-block; min-width: 100%; }
table { border-collapse: collapse; width: 100%; margin: .4rem 0; }
.stack, .modules { table-layout: fixed; }
.stack th:nth-child(1) { width: 2.5rem; } .stack th:nth-child(2) { width: 8rem; }
.stack th:nth-child(3) { width: 9rem; } .stack th:nth-child(5) { width: 13rem; }
.modules th:nth-child(1) { width: 8rem; } .modules th:nth-child(3) { width: 20rem; }
.modules th:nth-child(4) { width: 12rem; } .modules th:nth-child(5) { width: 9rem; }
@media (max-width: 50rem) {
  .stack th:nth-child(2), .stack td:nth-child(2), .modules th:nth-child(n+4),
  .modules tr > td:nth-child(n+4) { display: none; }
  .stack th:nth-child(3) { width: 6rem; } .stack th:nth-child(5) { width: 7rem; }
  .modules th:nth-child(3) { width: 9rem; }
}
th { text-align: left; font-weight: 600; color: var(--dim); }
th, td { padding: .15rem .6rem .15rem 0; vertical-align: top; border-bottom: 1px solid var(--line);
  overflow-wrap: anywhere; }
td:first-child { white-space: nowrap; }
body > details { margin: .6rem 0; }
summary { cursor: pointer; }
summary span, .dim { color: var(--dim); }
.crashed > summary h2 { color: var(--bad); }
.own code { font-weight: 700; }
.inlined code { padding-left: 1rem; }
.inlined { color: var(--dim); }
.good { color: var(--good); }
.bad { color: var(--bad); }
.note { color: var(--dim); }
@media print { details::details-content { content-visibility: visible; } }
"""
