"""The shell of the page that `harvester.cli.explain_html` fills: templates and their style, nothing else.

Nothing is loaded and nothing runs: no script, no image, no font, and a policy that would forbid them.
"""

from string import Template

PAGE = Template("""\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title>
<style>
$style</style>
</head>
<body>
$pages
</body>
</html>
""")

ARTICLE = Template("""\
<article>
<header>
<h1 dir="auto">$title</h1>
<p class="source"><bdi>$source</bdi></p>
<dl class="facts">$facts</dl>
$notes
$why
<ul class="legend">$legend</ul>
</header>
$questions
<ol class="blocks">
$blocks
</ol>
</article>""")

BLOCK = Template("""\
<li class="block $role" id="$id">
<div class="part"><span class="role">$role</span>$numbers</div>
<div class="text" dir="auto">$text</div>
<div class="why"><div><span class="rule"><bdi>$rule</bdi></span> · $look</div>
<code class="path" title="$path"><bdi>$place</bdi></code></div>
</li>""")

STYLE = """\
:root {
  color-scheme: light dark;
  --paper: #fbfaf8; --card: #ffffff; --ink: #1d1f23; --faint: #666b74; --rule: #e3e0da;
  --question: #1f5fbf; --answer: #2c7a4b; --boilerplate: #b0641c; --other: #737983;
  --control: #b3261e;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #16181c; --card: #1e2126; --ink: #e7e6e3; --faint: #9da3ad; --rule: #31353c;
    --question: #7fb0ff; --answer: #6fce93; --boilerplate: #e8a463; --other: #7d8590;
    --control: #ff8a80;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 2.5rem 1.5rem 5rem; max-width: 76rem;
  background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
}
article + article { margin-top: 4rem; padding-top: 2.5rem; border-top: 3px solid var(--rule); }
h1 { margin: 0 0 .25rem; font-size: 1.65rem; line-height: 1.25; text-wrap: balance; }
h2 {
  margin: 0 0 .4rem; font-size: .8rem; letter-spacing: .06em; text-transform: uppercase;
  color: var(--faint);
}
.source { margin: 0; color: var(--faint); overflow-wrap: anywhere; }
.facts { display: flex; flex-wrap: wrap; gap: .35rem 1.75rem; margin: 1rem 0; font-size: .9rem; }
.facts div { display: flex; gap: .45rem; }
.facts dt { color: var(--faint); }
.facts dd { margin: 0; font-variant-numeric: tabular-nums; }
.note {
  margin: 1rem 0; padding: .55rem .9rem; border-inline-start: 4px solid var(--boilerplate);
  background: color-mix(in srgb, var(--boilerplate) 10%, var(--card));
}
.verdict { margin: 0 0 .35rem; }
.legend {
  display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; margin: .75rem 0 1.5rem; padding: 0; list-style: none;
  font-size: .9rem;
}
.legend li::before {
  content: ""; display: inline-block; width: .8em; height: .8em; margin-inline-end: .45em;
  border-radius: 2px; background: var(--colour); vertical-align: -.05em;
}
.question { --colour: var(--question); }
.answer { --colour: var(--answer); }
.boilerplate { --colour: var(--boilerplate); }
.other { --colour: var(--other); }
.found {
  margin: 0 0 1.75rem; padding: 1rem 1.25rem; border: 1px solid var(--rule); border-radius: 8px;
  background: var(--card);
}
.found ol { margin: 0; padding-inline-start: 1.6rem; }
.found li { padding: .1rem 0; }
.found li::marker { color: var(--question); font-weight: 600; font-variant-numeric: tabular-nums; }
a { color: inherit; text-decoration-color: var(--rule); text-underline-offset: .2em; }
a:hover { text-decoration-color: currentColor; }
.blocks {
  margin: 0; padding: 0; list-style: none; border: 1px solid var(--rule); border-radius: 8px;
  overflow: hidden;
}
.block {
  display: grid; grid-template-columns: 8.5rem minmax(0, 1fr) 17rem; gap: 0 1.25rem;
  padding: .6rem 1rem .6rem .85rem; background: var(--card); border-inline-start: 5px solid var(--colour);
}
.block + .block { border-top: 1px solid var(--rule); }
.block.question { background: color-mix(in srgb, var(--question) 9%, var(--card)); }
.block.question .text { font-weight: 600; }
.block.boilerplate .text, .block.other .text { color: var(--faint); }
.block.boilerplate { padding-block: .15rem; }
.block.boilerplate .text { font-size: .9rem; }
.block.boilerplate .path { display: none; }
.block:target { outline: 2px solid var(--question); outline-offset: -2px; }
.part { font-size: .85rem; line-height: 1.75; }
.role { color: var(--colour); font-weight: 600; }
.number {
  display: inline-block; min-width: 1.6em; margin-inline-start: .4em; padding: 0 .4em; border-radius: 1em;
  background: var(--colour); color: var(--card); font-size: .75rem; font-weight: 700; text-align: center;
}
.answer .number { background: none; color: var(--colour); box-shadow: inset 0 0 0 1px var(--colour); }
.text { white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: isolate; }
.why {
  display: flex; flex-direction: column; gap: .1rem; font-size: .8rem; line-height: 1.45;
  color: var(--faint); overflow-wrap: anywhere;
}
.rule { color: var(--ink); }
.path { font: .75rem/1.45 ui-monospace, "SF Mono", "DejaVu Sans Mono", monospace; }
.control {
  padding: 0 .25em; border: 1px solid var(--control); border-radius: 3px; color: var(--control);
  font: .72em/1 ui-monospace, "DejaVu Sans Mono", monospace; unicode-bidi: isolate; direction: ltr;
}
.empty { padding: 1.5rem; color: var(--faint); background: var(--card); }
@media (max-width: 60rem) {
  body { padding: 1.25rem .9rem 3rem; }
  .block { grid-template-columns: minmax(0, 1fr); gap: .2rem; }
}
@media print { body { max-width: none; } .block { break-inside: avoid; } }
"""
