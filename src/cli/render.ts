import { basename } from 'node:path'
import { usualDialect } from '../core/decode/decoding.js'
import { map, optional } from '../core/decode/keys.js'
import { readTree } from '../core/decode/read-data.js'
import { readYaml } from '../core/decode/read-yaml.js'
import { answer } from '../core/form/answers.js'
import { parseForm } from '../core/form/parse-form.js'
import { renderBody } from '../core/form/render-body.js'
import type { Form } from '../model/form.js'
import type { FieldValue } from '../model/submission.js'
import { readArguments, required } from './arguments.js'
import { commandHelp } from './command-help.js'
import { type ExitCode, unreadInput } from './exit-code.js'
import { failed } from './parse.js'
import { readText } from './read-text.js'

const renderUsage = commandHelp.render.usage

/** `issueops render`: the issue body GitHub would write for these answers. */
export function render(args: readonly string[]): ExitCode {
  const options = { form: { type: 'string' }, answers: { type: 'string' } } as const
  const { values } = readArguments(args, options, renderUsage)
  const path = required(values.form, 'form', renderUsage)
  const from = required(values.answers, 'answers', renderUsage)
  const form = parseForm({ file: basename(path), blob: null, text: readText(path) })
  if (!form.ok) return failed(form.problems, false)
  process.stdout.write(renderBody(form.value, readAnswers(form.value, from)))
  return 0
}

/** @throws UsageError naming line and cure of everything that the form does not ask or that is no answer. */
function readAnswers({ fields }: Form, path: string): ReadonlyMap<string, FieldValue> {
  const tree = readYaml({ path, text: readText(path) })
  if (!tree.ok) throw unreadInput(tree.problems)
  const ids = fields.map(({ id }) => [id, optional(answer, null)] as const)
  const read = readTree(map(Object.fromEntries(ids)), tree.value, path, usualDialect('the form'))
  if (!read.ok) throw unreadInput(read.problems)
  return new Map(Object.entries(read.value))
}
