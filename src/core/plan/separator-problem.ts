import type { Problem } from '../../model/problem.js'
import type { ExpressionContext } from '../expression/context.js'
import { soleField } from '../expression/sole-field.js'
import { quoteText } from '../form/show-text.js'
import { lineFormat } from '../manifest/lines/line-format.js'
import type { LineFault } from './value-in-line.js'

/** A value that would be more than one part of a line of plain text. */
export function separatorProblem(file: string, fault: LineFault, context: ExpressionContext): Problem {
  const field = soleField(fault.source, context)
  const label = field === null ? null : (context.labels?.get(field) ?? field)
  const plain = lineFormat(file) === 'plain'
  return {
    code: 'change/separator',
    ...(field === null ? {} : { field }),
    what: `${quoteText(fault.text)} cannot be part of a line of ${file}, because ${fault.why}.`,
    fix: plain
      ? `Edit the issue and use letters, digits and single signs such as - _ . and /. Where more is meant, a maintainer declares under fields in the request type a pattern for ${label === null ? 'the field' : `“${label}”`} that names the characters, or an enum.`
      : 'Edit the issue and correct the value; where more is meant, a maintainer writes it into the request type.',
  }
}
