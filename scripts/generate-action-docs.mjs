// Writes the sections Inputs and Outputs of every action's README from its action.yml. With --check it only compares.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { load } from 'js-yaml'

const root = join(dirname(dirname(fileURLToPath(import.meta.url))), 'actions')
const note = '<!-- Written from action.yml by “npm run docs”; edits here are lost. -->'

const stale = []
for (const name of readdirSync(root).sort()) {
  const path = join(root, name, 'README.md')
  const before = readFileSync(path, 'utf8')
  const after = `${before.split('\n## Inputs\n')[0]?.trimEnd()}\n\n${sections(load(readFileSync(join(root, name, 'action.yml'), 'utf8')))}`
  if (after === before) continue
  stale.push(name)
  if (!process.argv.includes('--check')) writeFileSync(path, after)
}
if (process.argv.includes('--check') && stale.length > 0) {
  console.error(`The READMEs of ${stale.join(', ')} are not what action.yml says. Run “npm run docs”.`)
  process.exitCode = 1
}

/** The end of a README: both tables. */
function sections({ inputs, outputs }) {
  const inputRows = Object.entries(inputs).map(
    ([name, input]) => `| \`${name}\` | ${shown(input.default)} | ${cell(input.description)} |`,
  )
  const outputRows = Object.entries(outputs).map(
    ([name, { description }]) => `| \`${name}\` | ${cell(description)} |`,
  )
  return [
    `## Inputs\n\n${note}\n`,
    '| input | default | |\n|---|---|---|',
    `${inputRows.join('\n')}\n`,
    `## Outputs\n\n${note}\n`,
    '| output | |\n|---|---|',
    `${outputRows.join('\n')}\n`,
  ].join('\n')
}

function shown(value) {
  return value === undefined || value === '' ? '–' : `\`${value}\``
}

/** Text for a cell; where it names a file of the repository, a link to it. */
function cell(text) {
  return text
    .replaceAll('|', '\\|')
    .replaceAll(/\bschemas\/[a-z-]+\.schema\.json/g, (path) => `[${path}](../../${path})`)
}
