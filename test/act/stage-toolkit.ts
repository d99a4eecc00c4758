import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseDocument } from 'yaml'

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')

/** Where adopters find the toolkit in these tests: another owner than theirs, and no name that stands in any of our files. */
export const toolkit = { repository: 'tool-makers/issueops-mirror', commit: '5eed'.repeat(10) } as const

/** A change to one of the toolkit's files before it is published, to show that the check sees a mistake in it. */
export interface Sabotage {
  readonly file: string
  readonly from: string
  readonly to: string
}

/**
 * Puts workflows and actions of this checkout into a folder, as GitHub serves them at the commit an adopter names. Two things differ from
 * what is published, because act 0.2.89 differs from GitHub:
 * - It does not know `uses: $/path`, “this file's repository at the running commit”. The copy says in full what GitHub's runner makes of
 *   it. Source: GitHub docs, “Workflow syntax”, self repository reference.
 * - It takes the outputs of a composite action's last step for the action's own, where the names are the same. The copy has one more step,
 *   which does nothing.
 */
export function stageToolkit(folder: string, sabotage: Sabotage | null = null): void {
  const workflows = join('.github', 'workflows')
  for (const part of [workflows, 'actions']) cpSync(join(root, part), join(folder, part), { recursive: true })
  if (sabotage !== null) rewrite(join(folder, sabotage.file), (text) => replaceOne(text, sabotage))
  const files = [
    ...readdirSync(join(folder, workflows)).map((name) => join(workflows, name)),
    ...readdirSync(join(folder, 'actions')).map((name) => join('actions', name, 'action.yml')),
  ]
  for (const file of files) {
    rewrite(join(folder, file), (text) =>
      withIdleStep(text.replaceAll(/(\buses: )\$\/(\S+)/g, `$1${toolkit.repository}/$2@${toolkit.commit}`)),
    )
  }
}

function withIdleStep(text: string): string {
  if (!/^ {2}using: composite$/m.test(text)) return text
  const action = parseDocument(text)
  action.addIn(['runs', 'steps'], { shell: 'bash', run: ':' })
  return action.toString()
}

function rewrite(path: string, change: (text: string) => string): void {
  writeFileSync(path, change(readFileSync(path, 'utf8')))
}

function replaceOne(text: string, { file, from, to }: Sabotage): string {
  if (text.split(from).length !== 2) throw new Error(`${file} does not say once: ${from}`)
  return text.split(from).join(to)
}
