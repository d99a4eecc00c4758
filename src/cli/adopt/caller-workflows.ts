import { readFileSync } from 'node:fs'
import { packagedPath } from './built-in-type.js'
import type { Proposal } from './proposal.js'
import type { ToolkitPin } from './toolkit-pin.js'

/** Stands in the templates, and in the documentation, for the toolkit's repository and commit. */
export const unpinned = 'OWNER/REPOSITORY/.github/workflows/issueops.yml@COMMIT'

const folder = '.github/workflows'

/**
 * The two workflows of an adopting repository. The sweep has a file of its own, because GitHub switches off a whole file when it disables its
 * schedule. Source: “Disabling and enabling a workflow” in GitHub's documentation.
 * @param existing the workflows that are there, by path; one that calls the toolkit already is not doubled under another name.
 */
export function callerWorkflows(
  pin: ToolkitPin | null,
  existing: ReadonlyMap<string, string>,
): readonly Proposal[] {
  const callers = [...existing].filter(([, text]) => text.includes('/.github/workflows/issueops.yml@'))
  return [
    { name: 'issueops.yml', event: 'issue_comment:' },
    { name: 'issueops-sweep.yml', event: 'schedule:' },
  ].map(({ name, event }) => {
    const other = callers.find(([, text]) => text.includes(event))
    return { path: other?.[0] ?? `${folder}/${name}`, how: 'new', text: caller(name, pin) }
  })
}

function caller(name: string, pin: ToolkitPin | null): string {
  const text = readFileSync(packagedPath(`templates/caller/${name}`), 'utf8')
  if (pin === null) return text
  const { repository, commit, version } = pin
  const uses = `${repository.owner}/${repository.name}/.github/workflows/issueops.yml@${commit}${version === null ? '' : ` # ${version}`}`
  return text.split(unpinned).join(uses)
}
