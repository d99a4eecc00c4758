import { type Form, isFormFile } from '../../../model/form.js'
import { isSettings, notifyPath, type PolicyFile } from '../../../model/policy.js'
import type { Problem } from '../../../model/problem.js'
import type { RequestType } from '../../../model/request-type.js'
import { surveyForm } from '../../form/parse-form.js'
import { policiesFolder } from '../../request-type/approval-grammar.js'
import { checkRequestType } from '../../request-type/check-request-type.js'
import { type LocatedRequestType, locateRequestType } from '../../request-type/parse-request-type.js'
import { fileOf, namedTwiceProblems, ruleLists, teamsNamed } from '../../request-type/people-problems.js'
import { readCalendar } from '../../request-type/read-calendar.js'
import { fileName } from '../../request-type/read-policy.js'
import { templatesFolder } from '../../request-type/template-content.js'
import { gitBlobOid } from '../../text/git-oid.js'
import { approvalReach } from './approval-reach.js'
import { awaitedSignals } from './awaited-signals.js'
import { bareLogins } from './bare-logins.js'
import { calendarProblems } from './calendar-windows.js'
import { emptyFields } from './empty-fields.js'
import { expiringFields } from './expiring-fields.js'
import { formNames } from './form-names.js'
import { impossibleChanges } from './impossible-changes.js'
import { lintForm } from './lint-form.js'
import { missingIds } from './missing-ids.js'
import { noticeProblems } from './notice-routes.js'
import { plainTextValues } from './plain-text-values.js'
import { stagedChanges } from './staged-changes.js'
import { testAnswers } from './test-answers.js'
import { unusedTemplates } from './unused-templates.js'
import { writtenEnds } from './written-ends.js'

/** A file of the repository. */
export interface RepositoryFile {
  /** From the root of the repository. */
  readonly path: string
  readonly text: string
}

/** What the linter says. */
export interface Findings {
  /** What is wrong, by file and line. */
  readonly problems: readonly Problem[]
  /** What is right and worth knowing all the same; it fails nothing. */
  readonly notes: readonly Problem[]
}

const formsFolder = '.github/ISSUE_TEMPLATE/'
const typesFolder = '.github/issueops/'

/**
 * Everything that is wrong with the forms, request types and templates of a repository, by file and line; the files of other folders are
 * left alone. Includes all that would make GitHub drop a form or a run refuse a request type.
 */
export function lintRepository(files: readonly RepositoryFile[]): readonly Problem[] {
  return surveyRepository(files).problems
}

/** The same with what is worth knowing. */
export function surveyRepository(files: readonly RepositoryFile[]): Findings {
  const forms = filesIn(files, formsFolder).filter(({ path }) => isFormFile(path))
  const readForms = forms.map((file) => ({
    file,
    ...surveyForm({ file: fileName(file.path), blob: null, text: file.text }),
  }))
  const policies = filesIn(files, policiesFolder).map(({ path, text }) => ({
    path,
    blob: gitBlobOid(text),
    text,
  }))
  const templates = templatesIn(files)
  const besideForms = filesIn(files, typesFolder)
  const calendar = readCalendar({
    types: besideForms.map((file) => ({ ...file, blob: gitBlobOid(file.text) })),
  })
  const readTypes = besideForms
    .filter(({ path }) => !isSettings(path))
    .map((file) => ({
      file,
      located: locateRequestType({ path: file.path, blob: null, text: file.text }, policies, templates),
    }))
  const formsByName = new Map(
    readForms.map(({ file, form, whole }) => [fileName(file.path), whole ? form : null]),
  )
  const types = readTypes.flatMap(({ located }) => (located.ok ? [located.value] : []))
  const teams = teamsNamed(types.map(({ type }) => type))
  const used = new Set(types.map(({ type }) => type.form))
  const problems = [
    ...readForms.flatMap(({ file, form, yaml }) =>
      used.has(form.file) ? missingIds(form, yaml, file.path) : [],
    ),
    ...readForms.flatMap(({ file, form, yaml, problems: wrong }) => [
      ...wrong.map((problem) => ({ ...problem, file: file.path })),
      ...lintForm(form, yaml, file.path),
    ]),
    ...formNames(readForms.map(({ file, form, yaml }) => ({ path: file.path, form, yaml }))),
    ...readTypes.flatMap(({ located }) => (located.ok ? [] : located.problems)),
    ...types.flatMap((located) => typeProblems(located, formsByName, teams)),
    ...nameProblems(types),
    ...likenessProblems(types, formsByName),
    ...unusedPolicies(
      policies,
      types,
      readTypes.flatMap(({ file, located }) => (located.ok ? [] : [file])),
    ),
    ...(types.length === readTypes.length ? unusedTemplates(templates, types) : []),
    ...files
      .filter(({ path }) => path === notifyPath)
      .flatMap(({ text }) =>
        noticeProblems(text, types.length === readTypes.length ? types.map(({ type }) => type) : null),
      ),
    ...calendarProblems(calendar, types, types.length === readTypes.length),
  ]
  const notes = [...bareLogins(types), ...types.flatMap((located) => typeNotes(located, formsByName))]
  return { problems: problems.sort(byPlace), notes: notes.toSorted(byPlace) }
}

function filesIn(files: readonly RepositoryFile[], folder: string): readonly RepositoryFile[] {
  return files.filter(
    ({ path }) => path.startsWith(folder) && /^[^/]+\.ya?ml$/.test(path.slice(folder.length)),
  )
}

function templatesIn(files: readonly RepositoryFile[]): readonly PolicyFile[] {
  return files
    .filter(
      ({ path }) => path.startsWith(templatesFolder) && !path.slice(templatesFolder.length).includes('/'),
    )
    .map(({ path, text }) => ({ path, text, blob: gitBlobOid(text) }))
}

/** A form that is there and cannot be read is null: its own problems are enough. */
function typeProblems(
  located: LocatedRequestType,
  forms: ReadonlyMap<string, Form | null>,
  teams: ReadonlySet<string>,
): readonly Problem[] {
  const { type, lines } = located
  const form = forms.get(type.form)
  if (form === null) return []
  if (form !== undefined) {
    const problems = checkRequestType(located, form, teams)
    return problems.length > 0
      ? problems
      : [
          ...namedTwice(located),
          ...impossibleChanges(located),
          ...approvalReach(located, form),
          ...testAnswers(located, form),
          ...emptyFields(located, form),
          ...plainTextValues(located, form),
          ...stagedChanges(located, form),
        ]
  }
  return [
    {
      code: 'type/form-missing',
      file: type.path,
      line: lines.get('form') ?? 1,
      what: `There is no issue form ${formsFolder}${type.form}.`,
      fix: `Add the form, or name one of: ${[...forms.keys()].join(', ') || 'the forms you have yet to write'}.`,
    },
  ]
}

/** Nothing is tried with a type that has problems of its own. */
function typeNotes(located: LocatedRequestType, forms: ReadonlyMap<string, Form | null>): readonly Problem[] {
  const form = forms.get(located.type.form) ?? null
  if (form === null || checkRequestType(located, form).length > 0) return []
  return [...expiringFields(located, form), ...writtenEnds(located, form), ...awaitedSignals(located)]
}

function namedTwice({ type, lines }: LocatedRequestType): readonly Problem[] {
  return namedTwiceProblems(type).map(({ at, ...problem }) => ({
    ...problem,
    file: fileOf(type, at),
    line: lines.get(at) ?? 1,
  }))
}

/** A policy file that no request type uses: somebody believes that its rules hold. A type that cannot be read may mean to. */
function unusedPolicies(
  policies: readonly RepositoryFile[],
  types: readonly LocatedRequestType[],
  unread: readonly RepositoryFile[],
): readonly Problem[] {
  return policies
    .map(({ path }) => ({ path, name: path.slice(typesFolder.length) }))
    .filter(
      ({ path }) => !types.some(({ type }) => ruleLists(type).some(({ policy }) => policy?.path === path)),
    )
    .filter(({ name }) => !unread.some(({ text }) => text.includes(name)))
    .map(({ path, name }) => ({
      code: 'type/policy-unused',
      file: path,
      line: 1,
      what: 'No request type uses these approval rules, so they protect nothing.',
      fix: `Name the file in a request type, as in approval: { use: ${name} }, or remove it.`,
    }))
}

function nameProblems(types: readonly LocatedRequestType[]): readonly Problem[] {
  return pairs(types).flatMap(([first, second]) => {
    if (first.type.name !== second.type.name) return []
    return [
      {
        code: 'type/name-taken',
        file: second.type.path,
        line: second.lines.get('name') ?? 1,
        what: `${first.type.path} has the name “${second.type.name}” too.`,
        fix: 'Remove or rename one of the two files.',
      },
    ]
  })
}

/** Two request types between which `selectType` could not choose. */
function likenessProblems(
  types: readonly LocatedRequestType[],
  forms: ReadonlyMap<string, Form | null>,
): readonly Problem[] {
  return pairs(types).flatMap(([first, second]) => {
    const [one, other] = [forms.get(first.type.form), forms.get(second.type.form)]
    if (first.type.form !== second.type.form && (!one || !other || !areAlike(one, other))) return []
    return [likeness(first.type, second)]
  })
}

function areAlike(one: Form, other: Form): boolean {
  const headings = (form: Form) => JSON.stringify(form.fields.map((field) => field.label))
  const labels = (form: Form) => JSON.stringify(form.labels.map((label) => label.toLowerCase()).sort())
  return headings(one) === headings(other) && labels(one) === labels(other)
}

function likeness(first: RequestType, { type, lines }: LocatedRequestType): Problem {
  const what =
    first.form === type.form
      ? `${first.path} uses the form ${type.form} too, so no issue can be told to be of one or the other.`
      : `The forms ${first.form} (of ${first.path}) and ${type.form} have the same headings and the same labels, so their issues cannot be told apart.`
  const fix =
    first.form === type.form
      ? 'Give each request type a form of its own, or join the two with when: and ensure:.'
      : 'Give one of the forms a label of its own, or another heading.'
  return { code: 'type/alike', file: type.path, line: lines.get('form') ?? 1, what, fix }
}

function pairs<T>(items: readonly T[]): readonly (readonly [T, T])[] {
  return items.flatMap((first, index) => items.slice(index + 1).map((second) => [first, second] as const))
}

function byPlace(a: Problem, b: Problem): number {
  const [one, other] = [a.file ?? '', b.file ?? '']
  if (one !== other) return one < other ? -1 : 1
  return (a.line ?? 0) - (b.line ?? 0)
}
