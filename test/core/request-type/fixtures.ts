import { parseForm } from '../../../src/core/form/parse-form.js'
import { parseSubmission } from '../../../src/core/form/parse-submission.js'
import { validateRequest } from '../../../src/core/request/validate-request.js'
import { locateRequestType } from '../../../src/core/request-type/parse-request-type.js'
import type { Form } from '../../../src/model/form.js'
import type { Problem, Result } from '../../../src/model/problem.js'
import type { Request } from '../../../src/model/request.js'
import type { RequestType } from '../../../src/model/request-type.js'

export function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.problems, null, 2))
  return result.value
}

export function problemsOf(result: Result<unknown>): readonly Problem[] {
  return result.ok ? [] : result.problems
}

/** A form from the lines of its body. */
export function form(body: string, file = 'namespace.yml', labels = '[]'): Form {
  const text = `name: A form\ndescription: For tests\nlabels: ${labels}\nbody:\n${body}`
  return must(parseForm({ file, blob: null, text }))
}

/** A request type without its lines. */
export function parseRequestType(...source: Parameters<typeof locateRequestType>): Result<RequestType> {
  const located = locateRequestType(...source)
  return located.ok ? { ok: true, value: located.value.type } : located
}

/** A request type from what follows name, title and form; approval and changes are added. */
export function requestType(rest: string, name = 'namespace'): RequestType {
  return must(
    parseRequestType({ path: `.github/issueops/${name}.yml`, blob: null, text: typeText(rest, name) }),
  )
}

export function typeText(rest: string, name = 'namespace'): string {
  return `name: ${name}
title: Kubernetes namespace
form: ${name}.yml
approval: [{ from: [team:platform] }]
changes: [{ file: teams.yaml, at: [teams], item: core }]
${rest}`
}

/** An issue body as GitHub writes it: label, answer, label, answer. */
export function body(...parts: readonly string[]): string {
  const sections: string[] = []
  for (let index = 0; index + 1 < parts.length; index += 2)
    sections.push(`### ${parts[index]}\n\n${parts[index + 1]}`)
  return sections.join('\n\n')
}

/** Validates a body against a request type and a form. */
export function validate(type: RequestType, against: Form, text: string, login = 'octocat'): Result<Request> {
  return validateRequest(type, against, must(parseSubmission(against, text)), { login })
}
