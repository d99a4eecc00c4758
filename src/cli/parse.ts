import { basename } from 'node:path'
import { parseForm } from '../core/form/parse-form.js'
import { parseSubmission } from '../core/form/parse-submission.js'
import { submissionJson } from '../core/report/request-json.js'
import type { Problems } from '../model/problem.js'
import { readArguments, required } from './arguments.js'
import { commandHelp } from './command-help.js'
import type { ExitCode } from './exit-code.js'
import { print, printJson, problemText } from './print.js'
import { readText } from './read-text.js'

const parseUsage = commandHelp.parse.usage

/** `issueops parse`: reads an issue body against its form. `--body -` reads standard input. */
export function parse(args: readonly string[]): ExitCode {
  const options = {
    form: { type: 'string' },
    body: { type: 'string' },
    'allow-missing-optional': { type: 'boolean' },
    'refuse-unseen-characters': { type: 'boolean' },
    json: { type: 'boolean' },
  } as const
  const { values } = readArguments(args, options, parseUsage)
  const path = required(values.form, 'form', parseUsage)
  const body = readText(required(values.body, 'body', parseUsage))
  const form = parseForm({ file: basename(path), blob: null, text: readText(path) })
  if (!form.ok) return failed(form.problems, values.json === true)
  const submission = parseSubmission(form.value, body, {
    allowMissingOptional: values['allow-missing-optional'] === true,
    refuseUnseenCharacters: values['refuse-unseen-characters'] === true,
  })
  if (!submission.ok) return failed(submission.problems, values.json === true)
  if (values.json === true) printJson(submissionJson(submission.value))
  else {
    for (const { label, value } of submission.value.fields) print(`${label}: ${shown(value)}`)
    for (const warning of submission.value.warnings) print(`\nWarning: ${problemText(warning)}`)
  }
  return 0
}

/** Shows problems, as a person or a machine reads them. */
export function failed(problems: Problems, json: boolean): ExitCode {
  if (json) printJson({ ok: false, problems })
  else for (const problem of problems) print(problemText(problem))
  return 1
}

function shown(value: string | readonly string[] | null): string {
  if (value === null) return '–'
  return typeof value === 'string' ? value : value.join(', ')
}
