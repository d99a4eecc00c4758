import type { Form } from '../../../model/form.js'
import type { Problem } from '../../../model/problem.js'
import type { LocatedRequestType } from '../../request-type/parse-request-type.js'
import { closestName } from '../../text/closest-name.js'

/** Answers of a request type's tests to questions its form does not ask. Requests go on all the same, so only the linter says so. */
export function testAnswers({ type, tests, lines }: LocatedRequestType, form: Form): readonly Problem[] {
  const ids = form.fields.map(({ id }) => id)
  return tests.flatMap(({ name, answers }, index) => {
    const line = lines.get(`tests/${index}/answers`)
    const unknown = [...answers.keys()].filter((id) => !ids.includes(id))
    return unknown.map((id) => {
      const closest = closestName(id, ids)
      return {
        code: 'type/test-answer',
        file: type.path,
        ...(line === undefined ? {} : { line }),
        what: `The test “${name}” answers “${id}”, and the form ${form.file} has no such field.`,
        fix: `${closest === null ? '' : `Did you mean ${closest}? `}The fields are: ${ids.join(', ')}.`,
      }
    })
  })
}
