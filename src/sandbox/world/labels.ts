import type { Identity } from './identity.js'
import { note } from './issues.js'
import { Refusal } from './refusal.js'
import type { Issue, Label, Repository, World } from './world.js'

/** Labels that do not exist yet are made on the way, as GitHub does for everyone who may label. */
export function addLabels(
  world: World,
  identity: Identity,
  repository: Repository,
  issue: Issue,
  names: readonly string[],
): void {
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

/** The label of that name, whatever its case; made if the repository has none. `color` is six hexadecimal digits. */
export function ensureLabel(world: World, repository: Repository, name: string, color = 'ededed'): Label {
  const known = repository.data.labels.get(name.toLowerCase())
  if (known !== undefined) return known
  const label: Label = { id: world.nextId('label'), name, color, description: null }
  repository.data.labels.set(name.toLowerCase(), label)
  return label
}
