import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const readme = join(dirname(fileURLToPath(import.meta.url)), '../../README.md')

/** The caller and the sweep as the README shows them, by the name their files get. */
export function documentedCallers(): ReadonlyMap<string, string> {
  const blocks = [...readFileSync(readme, 'utf8').matchAll(/```yaml\n([\s\S]*?)```/g)].map(
    (match) => match[1] ?? '',
  )
  const callers = blocks.filter((text) => text.includes('/.github/workflows/issueops.yml@COMMIT'))
  const [caller, sweep] = callers
  if (caller === undefined || sweep === undefined || callers.length > 2)
    throw new Error('the README has to show a caller and a sweep')
  return new Map([
    ['issueops.yml', caller],
    ['issueops-sweep.yml', sweep],
  ])
}

/** The same without a GitHub App, as the README says to do it. */
export function callersWithoutApp(): ReadonlyMap<string, string> {
  const without = (text: string) => text.replace(/ {4}with:\n[\s\S]*$/, '')
  return new Map([...documentedCallers()].map(([name, text]) => [name, without(text)]))
}
