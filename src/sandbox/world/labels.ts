import { type Identity, mayWrite } from './identity.js'
import { invalid, Refusal } from './refusal.js'
import { note } from './timeline.js'
import type { Issue, Label, Repository, World } from './world.js'

/** Longest name of a label, in characters. Source: GitHub's 422 “name is too long (maximum is 50 characters)”. */
const nameLengthMax = 50

/**
 * Labels that do not exist yet are made on the way, by whoever may make labels.
 * @throws Refusal 403 for others. Source: GitHub docs, “Repository roles for an organization”: triage applies labels, write creates them.
 */
export function addLabels(
  world: World,
  identity: Identity,
  repository: Repository,
  issue: Issue,
  names: readonly string[],
): void {
  const missing = names.filter((name) => !repository.data.labels.has(name.toLowerCase()))
  if (missing.length > 0 && !mayWrite(world, identity, repository, 'issues', 'write'))
    throw new Refusal(403, 'You do not have permission to create labels on this repository.')
  for (const name of names) {
    const label = ensureLabel(world, repository, name)
    if (issue.labels.some((one) => one.toLowerCase() === label.name.toLowerCase())) continue
    issue.labels.push(label.name)
    note(world, identity, issue, 'labeled', [label.name])
  }
}

/** @throws Refusal 404 when the issue does not carry the label. */
export function removeLabel(world: World, identity: Identity, issue: Issue, name: string): void {
  const found = issue.labels.find((one) => one.toLowerCase() === name.toLowerCase())
  if (found === undefined) throw new Refusal(404, 'Label does not exist')
  issue.labels = issue.labels.filter((one) => one !== found)
  note(world, identity, issue, 'unlabeled', [found])
}

/** A label that no repository has yet. @throws Refusal 422 for a name that is empty or too long. */
export function newLabel(
  world: World,
  name: string,
  color = 'ededed',
  description: string | null = null,
): Label {
  if (name.trim() === '') throw invalid('Label', 'name', 'missing_field')
  if ([...name].length > nameLengthMax) {
    throw invalid('Label', 'name', 'custom', `name is too long (maximum is ${nameLengthMax} characters)`)
  }
  return { id: world.nextId('label'), name, color, description }
}

/** The label of that name, whatever its case; made if the repository has none. `color` is six hexadecimal digits. */
export function ensureLabel(
  world: World,
  repository: Repository,
  name: string,
  color = 'ededed',
  description: string | null = null,
): Label {
  const known = repository.data.labels.get(name.toLowerCase())
  if (known !== undefined) return known
  const label = newLabel(world, name, color, description)
  repository.data.labels.set(name.toLowerCase(), label)
  return label
}
