import type { PeriodFigures } from '../figures/figures.js'
import { blocks, codeBlock, type Markdown, markdown } from '../text/markdown.js'

/** Periods shown: more bars have no room for their names in the summary of a job. */
const shownMax = 12

/** How many requests were merged in each of the last periods, as a picture that GitHub draws; null where there is nothing to see. */
export function mergedChart(periods: readonly PeriodFigures[]): Markdown | null {
  const shown = periods.slice(-shownMax)
  const highest = Math.max(0, ...shown.map(({ merged }) => merged))
  if (highest === 0) return null
  const source = [
    'xychart-beta',
    '  title "Merged requests"',
    `  x-axis [${shown.map(({ period }) => `"${period}"`).join(', ')}]`,
    `  y-axis 0 --> ${highest}`,
    `  bar [${shown.map(({ merged }) => merged).join(', ')}]`,
  ].join('\n')
  return blocks(markdown`#### Over time`, codeBlock(source, 'mermaid'))
}
