import type { Form } from '../../model/form.js'
import type { NoticePlan } from '../../model/notice.js'
import { type Policy, type PolicyFile, typeFiles } from '../../model/policy.js'
import type { Problem, Problems, Result } from '../../model/problem.js'
import type { RequestType } from '../../model/request-type.js'
import { type SubmissionOptions, usualReading } from '../../model/submission.js'
import { parseForm } from '../form/parse-form.js'
import { checkRequestType } from './check-request-type.js'
import { noticesOf } from './notify-grammar.js'
import { unreadable } from './other-file.js'
import { type LocatedRequestType, locateRequestType } from './parse-request-type.js'
import { teamsNamed } from './people-problems.js'
import { type ReadCalendar, readCalendar, windowProblems } from './read-calendar.js'

/** A request type that can be used, with its form. */
export interface Candidate {
  readonly type: RequestType
  readonly form: Form
}

/** A request type that cannot be used, and why. `form` is the form it names and `reading` how, where that much can be read. */
export interface BrokenType {
  readonly path: string
  readonly form: Form | null
  readonly reading: SubmissionOptions
  readonly problems: Problems
}

export interface ReadPolicy {
  readonly candidates: readonly Candidate[]
  readonly broken: readonly BrokenType[]
  /** Forms that no request type uses, as far as can be told. */
  readonly others: readonly PolicyFile[]
  /** Who is told of what; nobody where the file cannot be used, for reasons of its own. */
  readonly notices: { readonly plan: NoticePlan; readonly problems: readonly Problem[] }
  /** When what request types name is open. */
  readonly calendar: ReadCalendar
}

/** Reads all request types and their forms. A type with any problem is broken, never half used. */
export function readPolicy(policy: Policy): ReadPolicy {
  const candidates: Candidate[] = []
  const broken: BrokenType[] = []
  const located = typeFiles(policy).map((file) => ({ file, located: locate(file, policy) }))
  const teams = teamsNamed(
    located.flatMap((each) => (each.located?.ok === true ? [each.located.value.type] : [])),
  )
  const calendar = readCalendar(policy)
  for (const each of located) {
    const result = readType(each, policy, { teams, calendar })
    if ('problems' in result) broken.push(result)
    else candidates.push(result)
  }
  const used = new Set([...candidates, ...broken].map(({ form }) => form?.file))
  const others = policy.forms.filter(({ path }) => !used.has(fileName(path)))
  return { candidates, broken, others, notices: noticesOf(policy.notify), calendar }
}

interface LocatedFile {
  readonly file: PolicyFile
  /** Null where the file could not be read. */
  readonly located: Result<LocatedRequestType> | null
}

function locate({ path, blob, text }: PolicyFile, { policies, templates }: Policy): LocatedFile['located'] {
  return text === null ? null : locateRequestType({ path, blob, text }, policies, templates)
}

function readType(
  { file, located }: LocatedFile,
  { forms }: Policy,
  { teams, calendar }: { readonly teams: ReadonlySet<string>; readonly calendar: ReadCalendar },
): Candidate | BrokenType {
  const { text } = file
  if (text === null || located === null)
    return { path: file.path, form: null, reading: usualReading, problems: [unreadable(file.path)] }
  if (!located.ok) {
    return {
      path: file.path,
      form: meantForm(text, forms),
      reading: meantReading(text),
      problems: located.problems,
    }
  }
  const { type } = located.value
  const form = readForm(type.form, forms, file.path)
  const { reading } = type
  if ('problems' in form) return { path: file.path, form: null, reading, problems: form.problems }
  const [first, ...more] = [
    ...checkRequestType(located.value, form, teams),
    ...windowProblems(located.value, calendar),
  ]
  if (first !== undefined) return { path: file.path, form, reading, problems: [first, ...more] }
  return { type, form }
}

function readForm(
  name: string,
  forms: readonly PolicyFile[],
  typePath: string,
): Form | { readonly problems: Problems } {
  const file = forms.find((each) => fileName(each.path) === name)
  if (file === undefined) return { problems: [formMissing(name, typePath)] }
  if (file.text === null) return { problems: [unreadable(file.path)] }
  const form = parseForm({ file: name, blob: file.blob, text: file.text })
  return form.ok ? form.value : { problems: form.problems }
}

/** The form a broken request type names, found without trusting the rest of the file. */
function meantForm(text: string, forms: readonly PolicyFile[]): Form | null {
  const line = text.split('\n').find((each) => each.startsWith('form:'))
  const name = line?.slice('form:'.length).split('#')[0]?.trim().replaceAll(/["']/g, '')
  const file = forms.find((each) => fileName(each.path) === name)
  if (name === undefined || file === undefined || file.text === null) return null
  const form = parseForm({ file: name, blob: file.blob, text: file.text })
  return form.ok ? form.value : null
}

/** How a broken request type wants its issues read; what cannot be told is as usual. */
function meantReading(text: string): SubmissionOptions {
  const isOn = (key: string) =>
    text.split('\n').some((line) => line.split('#')[0]?.trimEnd() === `${key}: true`)
  return {
    allowMissingOptional: isOn('allow-missing-optional'),
    refuseUnseenCharacters: isOn('refuse-unseen-characters'),
  }
}

/** The last part of a path. */
export function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function formMissing(name: string, typePath: string): Problem {
  return {
    code: 'type/form-missing',
    file: typePath,
    what: `There is no issue form .github/ISSUE_TEMPLATE/${name} on the default branch.`,
    fix: `A maintainer has to add the form, or name an existing one under form: in ${typePath}.`,
  }
}
