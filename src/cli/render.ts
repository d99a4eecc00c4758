import { basename } from 'node:path'
import { load } from 'js-yaml'
import { parseForm } from '../core/form/parse-form.js'
import { renderBody } from '../core/form/render-body.js'
import type { FieldValue } from '../model/submission.js'
import { readArguments, required } from './arguments.js'
import { commandHelp } from './command-help.js'
import { type ExitCode, UsageError } from './exit-code.js'
import { failed } from './parse.js'
import { readText } from './read-text.js'

const renderUsage = commandHelp.render.usage

/** `issueops render`: the issue body GitHub would write for these answers. */
export function render(args: readonly string[]): ExitCode {
  const options = { form: { type: 'string' }, answers: { type: 'string' } } as const
  const { values } = readArguments(args, options, renderUsage)
  const path = required(values.form, 'form', renderUsage)
  const answers = readAnswers(load(readText(required(values.answers, 'answers', renderUsage))))
  const form = parseForm({ file: basename(path), blob: null, text: readText(path) })
  if (!form.ok) return failed(form.problems, false)
  const unknown = [...answers.keys()].find((id) => !form.value.fields.some((field) => field.id === id))
  if (unknown !== undefined)
    throw new UsageError(`The form has no field with the id ${JSON.stringify(unknown)}.`)
  process.stdout.write(renderBody(form.value, answers))
  return 0
}

/**
 * Answers by field id: text, a list of option labels, or nothing. Numbers and booleans are taken as the text somebody would type.
 * @throws UsageError when the value is anything else.
 */
export function readAnswers(value: unknown): ReadonlyMap<string, FieldValue> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UsageError('The answers have to be a map from field ids to values.')
  }
  return new Map(Object.entries(value).map(([id, answer]) => [id, readAnswer(id, answer)]))
}

function readAnswer(id: string, value: unknown): FieldValue {
  if (value === null || typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value
  throw new UsageError(`The answer to ${id} has to be text, a list of texts, or nothing.`)
}
