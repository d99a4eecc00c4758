import type { Form, FormField } from '../../../model/form.js'
import type { JsonSchema } from '../../../model/json.js'
import type { Problem } from '../../../model/problem.js'
import type { ChangeTemplate } from '../../../model/request-type.js'
import type { Words } from '../../decode/decoding.js'
import { splitTemplate } from '../../expression/split-template.js'
import { isPlainReading, lineFormat } from '../../manifest/lines/read-line.js'
import { manifestFormat } from '../../manifest/manifest-format.js'
import { declaredOf, mayStandInText } from '../../plan/value-in-line.js'
import { type CompiledField, compileFields } from '../../request/compile-fields.js'
import { linearPattern } from '../../request-type/matches-glob.js'
import type { LocatedRequestType } from '../../request-type/parse-request-type.js'
import { problemAt } from './problem-at.js'
import { namesIn } from './sample-answers.js'

/** What separates something in one usual text or another. */
const separators = [...'"\'`$\\;|&<>(){}[]#*?!=,:%~^ ']

/**
 * Fields that go into text whose separators nobody knows, and do not declare which characters they may have: what they hold beyond letters, digits and
 * the like is refused only when somebody asks for it.
 */
export function plainTextValues(located: LocatedRequestType, form: Form): readonly Problem[] {
  const { type } = located
  const { fields } = compileFields(type, form)
  return type.changes.flatMap((change, index) => {
    const text = plainTextOf(change)
    if (text === null) return []
    const found = fields.filter((each) => named(text, change).has(each.field.id.toLowerCase()))
    return found.flatMap((each) => {
      const why = undeclared(each, type.fields.get(each.field.id))
      return why === null
        ? []
        : [problemAt(located, `changes/${index}`, undeclaredIn(change.file, each.field, why))]
    })
  })
}

function plainTextOf(change: ChangeTemplate): string | null {
  const text = change.kind === 'line' ? change.line : change.kind === 'file' ? change.content : null
  if (typeof text !== 'string' || manifestFormat(change.file) !== null || lineFormat(change.file) !== 'plain')
    return null
  return change.kind === 'file' && (isPlainReading(change.file) || isOneValue(text)) ? null : text
}

/** A file that is one value has no parts. */
function isOneValue(text: string): boolean {
  const parts = splitTemplate(text)
  return parts.ok && parts.value.length === 1
}

/** The fields whose values go into the text; what is asked of a field, or made a name by `slug`, does not. */
function named(text: string, { forEach }: ChangeTemplate): ReadonlySet<string> {
  const parts = splitTemplate(text)
  const sources = parts.ok
    ? parts.value.flatMap((part) => (part.kind === 'expression' ? [part.source] : []))
    : []
  const written = sources
    .map((source) => (/^item\b/i.test(source.trim()) && typeof forEach === 'string' ? forEach : source))
    .map((source) => source.replace(/\bslug\([^()]*\)/gi, '').replace(/\brequest\.[\w-]+\s*(?:==|!=)/gi, ''))
  return namesIn(written)
}

/** Why a field may hold a separator, or null where it may not. */
function undeclared({ field, type, example }: CompiledField, schema: JsonSchema | undefined): string | null {
  if (type === 'integer' || type === 'number' || type === 'boolean') return null
  const declared = declaredOf(schema, type === 'array')
  const options = optionsOf(field)
  if (options !== null) {
    const odd = options.find((option) => !mayStandInText(option, declared))
    return odd === undefined ? null : `its option “${odd}” has a character that may separate something there`
  }
  if (declared?.enum !== undefined || declared?.const !== undefined) return null
  const { pattern, format } = declared ?? {}
  if (typeof pattern !== 'string')
    return typeof format === 'string' && format !== 'uri' && format !== 'email'
      ? null
      : 'nothing declares which characters it may have'
  const base = typeof example === 'string' ? example : 'a'
  const accepts = linearPattern(pattern)
  const slips = separators.find((sign) =>
    [sign, base + sign, sign + base, base + sign + base].some(
      (text) => accepts.test(text) && !mayStandInText(text, declared),
    ),
  )
  return slips === undefined ? null : `its pattern lets “${slips}” through without naming it`
}

function optionsOf(field: FormField): readonly string[] | null {
  if (field.type === 'dropdown') return field.options
  return field.type === 'checkboxes' ? field.options.map(({ label }) => label) : null
}

function undeclaredIn(file: string, field: FormField, why: string): Words {
  return {
    code: 'type/plain-text',
    what: `“${field.label}” goes into a line of ${file}, and ${why}.`,
    fix: `Declare under fields a pattern for ${field.id} that begins with ^, ends with $ and names every character beside letters, digits and _ . @ / + -, or an enum.`,
  }
}
