import type { Form } from '../../model/form.js'
import type { Result } from '../../model/problem.js'
import {
  type FieldValue,
  type Submission,
  type SubmissionOptions,
  usualReading,
} from '../../model/submission.js'
import { parseSubmission } from './parse-submission.js'
import { renderBody } from './render-body.js'

/**
 * Reads the JSON that `parse` writes. The values are written as GitHub would write them and read again by the one strict reader, so that a
 * document made by hand can hold nothing that a form could not have submitted; line numbers are those of that text. Null when it is
 * no such document.
 */
export function decodeSubmission(
  form: Form,
  json: string,
  reading: SubmissionOptions = usualReading,
): Result<Submission> | null {
  const answers = readAnswers(json)
  if (answers === null) return null
  const known = [...answers.keys()].every((id) => form.fields.some((field) => field.id === id))
  return known ? parseSubmission(form, renderBody(form, answers), reading) : null
}

function readAnswers(json: string): ReadonlyMap<string, FieldValue> | null {
  const document = parse(json)
  if (!isObject(document) || document.ok !== true || !isObject(document.values)) return null
  const answers = Object.entries(document.values)
  return answers.every(isAnswer) ? new Map(answers.filter(isAnswer)) : null
}

function isAnswer(entry: readonly [string, unknown]): entry is [string, FieldValue] {
  const [, value] = entry
  if (Array.isArray(value)) return value.every((each) => typeof each === 'string')
  return value === null || typeof value === 'string'
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return null
  }
}
