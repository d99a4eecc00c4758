import type { Form, FormField } from '../../model/form.js'
import { fail, okUnless, type Problem } from '../../model/problem.js'
import {
  type SubmissionOptions,
  type SubmissionResult,
  type SubmittedField,
  usualReading,
} from '../../model/submission.js'
import { sha256 } from '../text/digest.js'
import { splitLines } from '../text/page-lines.js'
import { visibleLines } from '../text/visible-lines.js'
import { findSections } from './find-sections.js'
import { findUnseenInText } from './find-unseen-in-text.js'
import { readSection } from './read-section.js'
import { type Section, sectionProblem } from './section.js'
import { isOddBlank, isUnseen, namesOf } from './show-text.js'

/** Longest issue body, in characters (Unicode code points). Source: GitHub's refusal “body is too long (maximum is 65536 characters)”. */
export const bodyLengthMax = 65_536

/**
 * Reads an issue body against the form it was filed with: the first boundary of trust. Whatever a reader of the issue would not see, or could
 * see in two ways, is refused with its line; all problems are found in one pass. `form/not-this-form` is among them exactly when the body
 * has no heading of the form. Values that are empty are null. What is only odd is a warning of the submission. Never throws; linear in the length of the body.
 * @param serverUrl origin of the GitHub server that keeps uploads, without a slash at the end.
 */
export function parseSubmission(
  form: Form,
  body: string,
  options: SubmissionOptions = usualReading,
  serverUrl = 'https://github.com',
): SubmissionResult {
  const refused = refuseWhole(body)
  if (refused !== null) return fail(refused)
  const lines = splitLines(body)
  const found = findSections(form, lines, visibleLines(lines), options)
  const unseen = found.sections.flatMap(findUnseenInText)
  const problems: Problem[] = [...found.problems]
  const fields = new Map<FormField, SubmittedField>(found.absent.map((field) => [field, absent(field)]))
  for (const section of found.sections) {
    const reading = readSection(section, serverUrl)
    if (reading.kind === 'problems') problems.push(...reading.problems)
    else if (reading.kind === 'empty' && section.field.required) problems.push(required(section))
    else fields.set(section.field, submitted(section, reading.kind === 'empty' ? null : reading.value))
  }
  if (options.refuseUnseenCharacters) problems.push(...unseen)
  const submission = okUnless(problems, () => ({
    fields: form.fields.flatMap((field) => fields.get(field) ?? []),
    bodySha256: sha256(body),
    warnings: [...found.warnings, ...unseen.map(asWarning)],
  }))
  return found.otherText === true ? { ...submission, otherText: true } : submission
}

function refuseWhole(body: string): Problem | null {
  // Code points are counted only where the length in UTF-16 units leaves it open: there are at most as many.
  if (body.length > bodyLengthMax && (body.length > bodyLengthMax * 2 || [...body].length > bodyLengthMax)) {
    return {
      code: 'form/body-too-large',
      what: `The issue has more than ${bodyLengthMax} characters, so it was not read.`,
      fix: 'Edit the issue and shorten the longest answer, for example by linking to a file instead.',
    }
  }
  const nul = body.indexOf('\0')
  if (nul >= 0) return unreadable(body, nul, 'a NUL character (U+0000) in it, which no reader can see')
  // Written as UTF-8 it would silently become another character.
  const half = body.search(/\p{Cs}/u)
  return half < 0
    ? null
    : unreadable(body, half, `half of a character (${namesOf([body.charAt(half)])}) in it`)
}

function unreadable(body: string, at: number, what: string): Problem {
  return {
    code: 'form/invisible-character',
    line: splitLines(body.slice(0, at)).length,
    what: `The issue has ${what}.`,
    fix: 'Edit the issue and type the line again instead of pasting it.',
  }
}

function required(section: Section): Problem {
  return sectionProblem(
    section,
    null,
    'form/required',
    `“${section.field.label}” is required, but ${unseenIn(section)}.`,
    `Edit the issue and write or choose an answer below “### ${section.field.label}”.`,
  )
}

/** Whoever pasted something has to be told why it is no answer. */
function unseenIn({ lines }: Section): string {
  const odd = [...new Set(lines.join(''))].filter(
    (each) => each !== '\t' && (isUnseen(each) || isOddBlank(each)),
  )
  if (odd.length > 0) return `nobody sees anything in it (${namesOf(odd)})`
  return /^\s*(?:_No response_)?\s*$|^None$/.test(lines.join(''))
    ? 'it is empty'
    : 'a reader of the issue sees nothing of its text'
}

function submitted(section: Section, value: SubmittedField['value']): SubmittedField {
  const { id, label, type } = section.field
  const last = section.first + Math.max(0, section.lines.length - 1)
  return { id, label, type, value, raw: section.lines.join('\n'), lines: [section.first + 1, last + 1] }
}

function absent({ id, label, type }: FormField): SubmittedField {
  return { id, label, type, value: null, raw: '', lines: null }
}

function asWarning(problem: Problem): Problem {
  return {
    ...problem,
    fix: 'Nothing needs to be done if the character belongs there; if not, edit the issue and type the text again instead of pasting it.',
  }
}
