import type { Figures, PeriodFigures } from '../core/figures/figures.js'
import { counted, kindName, lengthText, rateText, spreadsOf } from '../core/report/figures-text.js'
import type { Instant } from '../model/instant.js'

/** Where figures were read. */
interface Source {
  readonly ref: string
  readonly at: Instant
}

/** The figures as one page that needs nothing else: no script, no network; light and dark, and as good on paper. */
export function figuresPage({ kinds, total, periods }: Figures, { ref, at }: Source): string {
  const rows = kinds.length > 1 ? [...kinds, total] : kinds
  const counts = rows.map((kind) => [
    kindName(kind),
    ...counted.map(([, key]) => String(kind[key])),
    rateText(kind.failureRate),
  ])
  const times = rows.flatMap((kind) =>
    spreadsOf(kind).map(({ of, spread: { count, median, p90, longest } }) => [
      kindName(kind),
      of,
      String(count),
      ...[median, p90, longest].map(lengthText),
    ]),
  )
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Requests</title>
<style>${style}</style>
</head>
<body>
<h1>Requests</h1>
<p>As <code>${text(ref)}</code> had them on ${text(at)}.</p>
<h2>Over time</h2>
${chart(periods)}
<h2>How many</h2>
${table(['Request', ...counted.map(([head]) => head), 'failure rate'], counts)}
<h2>How long</h2>
${table(['Request', 'From … to …', 'count', 'median', '9 of 10 within', 'longest'], times)}
</body>
</html>
`
}

const style = `:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;max-width:75rem;margin:2rem auto;padding:0 1rem}
.wide{overflow-x:auto}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}
th,td{padding:.25rem .6rem;border-bottom:1px solid #8886;text-align:right;vertical-align:bottom}
th:first-child,td:first-child{text-align:left}
svg{max-width:100%;height:auto}
svg text{font:12px system-ui,sans-serif;fill:currentColor}
.merged{fill:#2da44e}.failed{fill:#cf222e}`

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '<p>Nothing is on record.</p>'
  const heads = head.map((cell) => `<th scope="col">${text(cell)}</th>`).join('')
  const body = rows
    .map((row) => `<tr>${row.map((cell) => `<td>${text(cell)}</td>`).join('')}</tr>`)
    .join('\n')
  return `<div class="wide"><table>\n<thead><tr>${heads}</tr></thead>\n<tbody>\n${body}\n</tbody>\n</table></div>`
}

const barWidth = 28
const chartHeight = 120

/** What was merged in each period, and what failed or was taken back of it. */
function chart(periods: readonly PeriodFigures[]): string {
  const highest = Math.max(
    1,
    ...periods.map(({ merged, failed, takenBack }) => Math.max(merged, failed + takenBack)),
  )
  const bars = periods.map(({ period, merged, failed, takenBack }, index) => {
    const x = index * barWidth * 2
    const bar = (count: number, of: string, offset: number) => {
      const height = Math.round((count / highest) * chartHeight)
      return `<rect class="${of}" x="${x + offset}" y="${20 + chartHeight - height}" width="${barWidth / 2}" height="${height}"/>`
    }
    const words = `${period}: ${merged} merged, ${failed} failed, ${takenBack} taken back`
    const name = `<text x="${x}" y="${chartHeight + 38}">${text(period)}</text>`
    const number = `<text x="${x}" y="14">${merged}</text>`
    return `<g><title>${text(words)}</title>${bar(merged, 'merged', 0)}${bar(failed + takenBack, 'failed', barWidth / 2)}${name}${number}</g>`
  })
  const width = Math.max(1, periods.length) * barWidth * 2
  return `<div class="wide"><svg role="img" aria-label="Merged requests, and those that failed or were taken back" width="${width}" height="${chartHeight + 44}" viewBox="0 0 ${width} ${chartHeight + 44}">\n${bars.join('\n')}\n</svg></div>`
}

/** Text within an element, or in the value of an attribute. */
function text(value: string): string {
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
