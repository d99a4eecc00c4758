import type { Problem } from '../../../model/problem.js'
import type { Check, RepositoryContent } from '../../../model/settings.js'
import type { PolicyFile } from '../../../model/snapshot.js'
import { lintRepository } from '../lint/lint-repository.js'
import { at, type Facts, fine, type Outcome, unknown, wrong } from './outcome.js'

/** Forms, request types, policies and templates of the default branch; what is wrong inside them keeps its own code. */
export function checkFiles(facts: Facts): readonly Check[] {
  const { content } = facts.settings
  const where = at(
    facts.general,
    'Code → .github → issueops',
    `/tree/${facts.general.defaultBranch}/.github/issueops`,
  )
  if (!content.known) {
    return [
      filesCheck(
        unknown('the request types can be used', content.why, 'Run “issueops lint” in a checkout.', where),
      ),
    ]
  }
  const files = filesOf(content.value)
  const unread = files.find(({ text }) => text === null)
  if (unread !== undefined) {
    const why = `GitHub did not give the whole text of ${unread.path}`
    return [
      filesCheck(
        unknown('the request types can be used', why, 'Make it a plain text file of ordinary size.', where),
      ),
    ]
  }
  if (content.value.policy.types.length === 0) {
    const what = 'There is no request type on the default branch, so every issue is ignored.'
    return [filesCheck(wrong(what, 'Add one with “issueops init” or “issueops new”, and merge it.', where))]
  }
  const problems = lintRepository(files.map(({ path, text }) => ({ path, text: text ?? '' })))
  if (problems.length > 0) return problems.map((problem) => ownCheck(facts, problem))
  const { length } = content.value.policy.types
  const types = length === 1 ? 'request type' : `${length} request types`
  return [filesCheck(fine(`The ${types} of the default branch can be used.`))]
}

function filesCheck(outcome: Outcome): Check {
  return { code: 'doctor/files', ...outcome }
}

function filesOf({ policy }: RepositoryContent): readonly PolicyFile[] {
  return [...policy.forms, ...policy.types, ...policy.policies, ...policy.templates]
}

function ownCheck({ general }: Facts, { code, file, line, what, fix }: Problem): Check {
  const path = file ?? ''
  const anchor = line === undefined ? '' : `#L${line}`
  const where = at(general, `Code → ${path}`, `/blob/${general.defaultBranch}/${path}${anchor}`)
  const place = line === undefined ? path : `${path}, line ${line}`
  return { code, ...wrong(`${place}: ${what}`, fix, where) }
}
