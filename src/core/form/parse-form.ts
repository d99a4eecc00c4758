import type { Form } from '../../model/form.js'
import type { Oid } from '../../model/ids.js'
import { okUnless, type Problem, type Result } from '../../model/problem.js'
import { newDecoding, wrong } from '../decode/decoding.js'
import { surveyYaml } from '../decode/read-yaml.js'
import type { Tree } from '../decode/tree.js'
import { splitLines } from '../text/page-lines.js'
import { formDialect, formYaml } from './form-dialect.js'
import { formGrammar } from './form-grammar.js'

/** The text of an issue form and where it comes from. */
export interface FormSource {
  /** File name below `.github/ISSUE_TEMPLATE/`. */
  readonly file: string
  /** The blob it was read from; null where it does not come from git. */
  readonly blob: Oid | null
  readonly text: string
}

/**
 * Reads an issue form. What GitHub refuses is a problem with its line: GitHub itself says nothing and leaves the form out of the chooser.
 *
 * Labels and options are the source text of their scalars, so that `1.10` and `Yes` stay as they are written. A field without an `id` gets
 * one made from its label: lower case, accents dropped, every run of other characters a hyphen, as in `Café size?` → `cafe-size`; where
 * nothing remains, `field-` and its place among the fields.
 * Source: “Syntax for issue forms”, “Syntax for GitHub's form schema” and “Common validation errors when creating issue forms”.
 */
export function parseForm(source: FormSource): Result<Form> {
  const { form, problems } = surveyForm(source)
  return okUnless(problems, () => form)
}

/** A form as far as it can be read, for whoever tells all that is wrong with it at once. */
export interface SurveyedForm {
  readonly form: Form
  /** Whether every element of it could be told; only then its fields are all there are. */
  readonly whole: boolean
  /** The file itself; null where it is no YAML. */
  readonly yaml: Tree | null
  readonly problems: readonly Problem[]
}

/** Reads what there is of a form, and everything that is wrong with it. */
export function surveyForm({ file, blob, text }: FormSource): SurveyedForm {
  const { tree: yaml, problems: unread } = surveyYaml(
    { path: file, text: splitLines(text).join('\n') },
    formYaml,
  )
  const decoding = newDecoding(file, formDialect)
  const read = yaml === null ? wrong : formGrammar.decode(decoding, { tree: yaml, place: '' })
  const { name, labels, body } = read === wrong ? nothing : read
  const form = { file, blob, name, labels, fields: body.fields }
  return { form, whole: body.whole, yaml, problems: [...unread, ...decoding.problems] }
}

const nothing = { name: '', labels: [], body: { fields: [], whole: false } }
