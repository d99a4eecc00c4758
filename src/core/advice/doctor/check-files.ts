import { type PolicyFile, policyFiles } from '../../../model/policy.js'
import type { Problem } from '../../../model/problem.js'
import type { Check, RepositoryContent } from '../../../model/settings.js'
import { lintRepository } from '../lint/lint-repository.js'
import { at, check, type Facts, fine, type Outcome, unknown, wrong } from './outcome.js'

/** Forms, request types, policies and templates of the default branch; what is wrong inside them keeps its own code. */
export function checkFiles(facts: Facts): readonly Check[] {
  const { general, settings } = facts
  const { content } = settings
  const where = at(general, 'Code → .github → issueops', `/tree/${general.defaultBranch}/.github/issueops`)
  const found = (outcome: Outcome) => [check('doctor/files', where, outcome)]
  const whether = 'the request types can be used'
  if (!content.known) return found(unknown(whether, content.why, 'Run “issueops lint” in a checkout.'))
  const files = filesOf(content.value)
  const unread = files.find(({ text }) => text === null)
  if (unread !== undefined) {
    const why = `GitHub did not give the whole text of ${unread.path}`
    return found(unknown(whether, why, 'Make it a plain text file of ordinary size.'))
  }
  if (content.value.policy.types.length === 0) {
    const what = 'There is no request type on the default branch, so every issue is ignored.'
    return found(wrong(what, 'Add one with “issueops init” or “issueops new”, and merge it.'))
  }
  const problems = lintRepository(files.map(({ path, text }) => ({ path, text: text ?? '' })))
  if (problems.length > 0) return problems.map((problem) => ownCheck(facts, problem))
  const { length } = content.value.policy.types
  const types = length === 1 ? 'request type' : `${length} request types`
  return found(fine(`The ${types} of the default branch can be used.`))
}

function filesOf({ policy }: RepositoryContent): readonly PolicyFile[] {
  return policyFiles(policy)
}

function ownCheck({ general }: Facts, { code, file, line, what, fix }: Problem): Check {
  const path = file ?? ''
  const anchor = line === undefined ? '' : `#L${line}`
  const where = at(general, `Code → ${path}`, `/blob/${general.defaultBranch}/${path}${anchor}`)
  const place = line === undefined ? path : `${path}, line ${line}`
  return check(code, where, wrong(`${place}: ${what}`, fix))
}
