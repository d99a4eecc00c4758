import type { Form } from '../../../model/form.js'
import type { Problem } from '../../../model/problem.js'
import type { ChangeTemplate, Template } from '../../../model/request-type.js'
import { templateExpressions } from '../../expression/split-template.js'
import type { LocatedRequestType } from '../../request-type/parse-request-type.js'
import { problemAt } from './problem-at.js'
import { namesIn } from './sample-answers.js'

/**
 * Changes that write into a manifest what says when a request ends, where an end can be moved: an extension changes no file, so the manifest would
 * go on saying the old day, and whoever reads it there is misled.
 */
export function writtenEnds(located: LocatedRequestType, form: Form): readonly Problem[] {
  const { expires, extend, changes, ensure } = located.type
  if (expires === undefined || extend === undefined) return []
  const ends = namesIn(templateExpressions(expires.at))
  return changes.flatMap((change, index) => {
    if ((change.ensure ?? ensure) === 'absent') return []
    const written = namesIn(templateExpressions(textOf(change)))
    const field = form.fields.find(({ id }) => ends.has(id.toLowerCase()) && written.has(id.toLowerCase()))
    if (field === undefined) return []
    return [
      problemAt(located, `changes/${index}`, {
        code: 'type/extend-written',
        what: `“${field.label}” says when a request ends, and ${change.file} gets it: /extend moves the end and changes no file, so the file would go on saying the old one.`,
        fix: 'Leave it out of the change (issueops inventory tells when each request ends), or remove extend, so that a later end takes a new request.',
      }),
    ]
  })
}

/** What a change writes; what is copied comes from another file. */
function textOf(change: ChangeTemplate): Template {
  switch (change.kind) {
    case 'file':
      return change.content
    case 'value':
      return change.value
    case 'item':
      return change.item
    case 'line':
      return change.line
    case 'copy':
      return null
  }
}
