import type { Form, FormField } from '../../model/form.js'
import type { Oid } from '../../model/ids.js'
import { okUnless, type Problem, type Result } from '../../model/problem.js'
import {
  type FormReader,
  formReader,
  missing,
  namesOf,
  nodeAt,
  requiredTextOf,
  textOf,
} from '../decode/form-reader.js'
import { type FormNode, surveyFormYaml } from '../decode/read-form-yaml.js'
import { checkIds } from './check-ids.js'
import { type ParsedElement, parseElement } from './parse-element.js'

/** The text of an issue form and where it comes from. */
export interface FormSource {
  /** File name below `.github/ISSUE_TEMPLATE/`. */
  readonly file: string
  /** The blob it was read from; null where it does not come from git. */
  readonly blob: Oid | null
  readonly text: string
}

const topLevelKeys = [
  'name',
  'description',
  'title',
  'labels',
  'assignees',
  'projects',
  'type',
  'body',
] as const

/** Longest description, in characters; GitHub hides a form with a longer one (MegaMek/megameklab#2303). */
const descriptionLengthMax = 200

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
  readonly yaml: FormNode | null
  readonly problems: readonly Problem[]
}

/** Reads what there is of a form, and everything that is wrong with it. */
export function surveyForm(source: FormSource): SurveyedForm {
  const { node: yaml, problems: unread } = surveyFormYaml(source.file, source.text)
  if (yaml === null) return { form: emptyForm(source), whole: false, yaml, problems: unread }
  const problems: Problem[] = [...unread]
  const report: FormReader['report'] = (code, line, what, fix) => {
    problems.push({ code, file: source.file, line, what, fix })
  }
  const top = formReader(yaml, 'the form', topLevelKeys, report)
  const name = top === null ? null : requiredTextOf(top, 'name')
  if (top !== null) checkTopLevel(top)
  const body = top === null ? null : nodeAt(top, 'body')
  const elements = body === null ? [] : bodyElements(body, report)
  if (top !== null && body === null) missing(top, 'body')
  const fields = checkIds(elements, report)
  if (body !== null) checkNotEmpty(body, fields, elements, report)
  const labels = top === null ? null : namesOf(top, 'labels')
  const whole = body?.kind === 'list' && elements.length === body.items.length
  const form = { ...emptyForm(source), name: name ?? '', labels: labels ?? [], fields }
  return { form, whole, yaml, problems }
}

function emptyForm({ file, blob }: FormSource): Form {
  return { file, blob, name: '', labels: [], fields: [] }
}

function checkTopLevel(top: FormReader): void {
  const description = requiredTextOf(top, 'description')
  if (description !== null && [...description].length > descriptionLengthMax) {
    top.report(
      'form/file-description-too-long',
      top.entries.get('description')?.line ?? top.line,
      `The description of the form has ${[...description].length} characters; GitHub shows no form with more than ${descriptionLengthMax}.`,
      'Shorten the description; long explanations belong into a markdown element.',
    )
  }
  textOf(top, 'title')
  textOf(top, 'type')
  namesOf(top, 'assignees')
  for (const project of namesOf(top, 'projects') ?? []) {
    if (/^[^/\s]+\/\d+$/.test(project)) continue
    top.report(
      'form/file-wrong-type',
      top.entries.get('projects')?.line ?? top.line,
      `“${project}” is not a project.`,
      'Write the owner and the number of the project, as in acme/8.',
    )
  }
}

function bodyElements(body: FormNode, report: FormReader['report']): readonly ParsedElement[] {
  if (body.kind === 'list') {
    return body.items
      .map((item, index) => parseElement(item, index + 1, report))
      .filter((each) => each !== null)
  }
  report(
    'form/file-wrong-type',
    body.line,
    'The body of the form must be a list of elements.',
    'Begin every element below body with “- type:”.',
  )
  return []
}

function checkNotEmpty(
  body: FormNode,
  fields: readonly FormField[],
  elements: readonly ParsedElement[],
  report: FormReader['report'],
): void {
  const broken = body.kind !== 'list' || elements.length < body.items.length
  if (broken || fields.length > 0 || elements.some((element) => element.field !== null)) return
  report(
    'form/file-no-fields',
    body.line,
    'The form has no field to fill in; GitHub does not show such a form.',
    'Add at least one element that is not markdown.',
  )
}
