import type { Form } from '../../../model/form.js'
import type { Problem } from '../../../model/problem.js'
import { evaluateExpression } from '../../expression/evaluate-expression.js'
import type { LocatedRequestType } from '../../request-type/parse-request-type.js'
import { firstStage, stageContext } from '../../request-type/stages.js'
import { problemAt } from './problem-at.js'
import { sampleAnswers } from './sample-answers.js'

/**
 * Changes that cannot be made in the first stage, because they are made of the stage before. Found by trying, as fields that may
 * be empty are.
 */
export function stagedChanges(located: LocatedRequestType, form: Form): readonly Problem[] {
  const { type, expressions } = located
  const first = firstStage(type)
  const stage = first === null ? undefined : stageContext(type, first.name)
  if (first === null || stage === undefined) return []
  return type.changes.flatMap(({ when }, index) => {
    const written = expressions.filter(
      ({ at, source }) =>
        at.startsWith(`changes/${index}/`) && !at.endsWith('/when') && isOfStageBefore(source),
    )
    const sources = [...written.map(({ source }) => source), ...(when === null ? [] : [when])]
    const fails = sampleAnswers(type, form, sources).some((request) => {
      const context = { request, requester: { login: 'octocat' }, stage }
      const asked = when === null ? null : evaluateExpression(when, context)
      if (asked?.ok === true && asked.value === false) return false
      return written.some(({ source }) => {
        const value = evaluateExpression(source, context, 'value')
        return !value.ok && value.unmet?.kind === 'empty' && value.unmet.field === null
      })
    })
    if (!fails) return []
    return [
      problemAt(located, `changes/${index}`, {
        code: 'type/stage-previous',
        what: `Change ${index + 1} is made of the stage before, and “${first.name}” follows no other: requests are refused there.`,
        fix: "Leave the change out there, as in when: ${{ stage.previous != '' }}, or say what stands for it, as in stage.previous || 'base'.",
      }),
    ]
  })
}

/** What an item is nobody can try. */
function isOfStageBefore(source: string): boolean {
  return /\bstage\b[\s\S]*\bprevious\b/i.test(source) && !/\bitem\b/i.test(source)
}
