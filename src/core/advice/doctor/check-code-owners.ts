import type { Check, RepositoryContent } from '../../../model/settings.js'
import { codeownersPaths, ownersOf } from '../../approval/owners-of.js'
import { at, check, type Facts, fine, type Outcome, unknown, warning } from './outcome.js'

/** Whether everything that decides what requests may do and who approves them belongs to somebody. */
export function checkCodeOwners(facts: Facts): readonly Check[] {
  const { general, settings } = facts
  const { content } = settings
  const file = content.known ? fileOf(content.value) : '.github/CODEOWNERS'
  const menu = content.known ? `Code → ${file}` : 'Code → .github → CODEOWNERS'
  const where = at(general, menu, `/blob/${general.defaultBranch}/${file}`)
  return [check('doctor/code-owners', where, owned(facts))]
}

function fileOf({ codeowners }: RepositoryContent): string {
  return codeowners.find(({ kind }) => kind !== 'absent')?.path ?? codeownersPaths[0]
}

function owned({ settings, callers }: Facts): Outcome {
  const { content, repository } = settings
  const whether = 'code owners cover the files of the toolkit'
  const fix =
    'Add lines for /.github/issueops/, /.github/ISSUE_TEMPLATE/, /.github/workflows/ and the file itself, and require review from code owners.'
  if (!content.known) return unknown(whether, content.why, fix)
  const file = fileOf(content.value)
  const workflows = callers.known ? callers.value.map(({ path }) => path) : []
  const owners = ownersOf(
    [...guarded(content.value), ...workflows, file],
    content.value.codeowners,
    repository.owner,
  )
  if (owners.some((each) => each.owners.some(({ kind }) => kind === 'unreadable'))) {
    return unknown(whether, `GitHub did not give the whole text of ${file}`, fix)
  }
  const free = owners.filter((each) => each.owners.length === 0).map(({ path }) => path)
  if (free.length === 0) return fine('Code owners cover the request types, the forms and the workflows.')
  const more = free.length > namedMax ? ` and ${free.length - namedMax} more` : ''
  return warning(
    `No code owner is named for ${free.slice(0, namedMax).join(', ')}${more}: whoever may merge there decides what requests may do.`,
    fix,
  )
}

/** Files named in one sentence; the others are counted. */
const namedMax = 3

function guarded({ policy }: RepositoryContent): readonly string[] {
  const told = policy.notify === undefined ? [] : [policy.notify]
  return [...policy.types, ...policy.policies, ...policy.templates, ...policy.forms, ...told].map(
    ({ path }) => path,
  )
}
