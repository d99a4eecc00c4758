import { basename } from 'node:path'
import { formSchema } from '../core/form/form-schema.js'
import { parseForm } from '../core/form/parse-form.js'
import { readArguments, required } from './arguments.js'
import { commandHelp } from './command-help.js'
import type { ExitCode } from './exit-code.js'
import { failed } from './parse.js'
import { printJson } from './print.js'
import { readText } from './read-text.js'

const schemaUsage = commandHelp.schema.usage

/** `issueops schema`: the JSON Schema of the values a form can submit, as `parse --json` gives them. `--json` also makes problems JSON. */
export function schema(args: readonly string[]): ExitCode {
  const options = { form: { type: 'string' }, json: { type: 'boolean' } } as const
  const { values } = readArguments(args, options, schemaUsage)
  const path = required(values.form, 'form', schemaUsage)
  const form = parseForm({ file: basename(path), blob: null, text: readText(path) })
  if (!form.ok) return failed(form.problems, values.json === true)
  printJson(formSchema(form.value))
  return 0
}
