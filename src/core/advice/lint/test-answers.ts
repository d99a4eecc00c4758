import type { Form } from '../../../model/form.js'
import type { Problem } from '../../../model/problem.js'
import type { LocatedRequestType } from '../../request-type/parse-request-type.js'
import { didYouMean } from '../../text/closest-name.js'
import { problemAt } from './problem-at.js'

/** Answers of a request type's tests to questions its form does not ask. Requests go on all the same, so only the linter says so. */
export function testAnswers(located: LocatedRequestType, form: Form): readonly Problem[] {
  const ids = form.fields.map(({ id }) => id)
  return located.tests.flatMap(({ name, answers }, index) => {
    const unknown = [...answers.keys()].filter((id) => !ids.includes(id))
    return unknown.map((id) => {
      return problemAt(located, `tests/${index}/answers`, {
        code: 'type/test-answer',
        what: `The test “${name}” answers “${id}”, and the form ${form.file} has no such field.`,
        fix: `${didYouMean(id, ids)}The fields are: ${ids.join(', ')}.`,
      })
    })
  })
}
