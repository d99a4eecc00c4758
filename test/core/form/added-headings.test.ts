import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseSubmission } from '../../../src/core/form/parse-submission.js'
import type { FormField } from '../../../src/model/form.js'
import type { FieldValue, Submission, SubmissionOptions } from '../../../src/model/submission.js'
import { usualReading } from '../../../src/model/submission.js'
import { portionOf } from '../../at-length.js'
import { checkboxes, dropdown, givenForm, input, textarea, upload } from './given.js'

const variants = portionOf({ portion: 1_000, all: 4_000 })

/** Every type of element, each with what an honest person answers; a field in two is required. */
const all: readonly { readonly field: FormField; readonly text: string }[] = [
  { field: textarea('Notes'), text: 'one\ntwo\n\n- three\n\n  four' },
  { field: input('Name', { required: true }), text: 'blue' },
  { field: dropdown('Role', ['reader', 'admin']), text: 'reader' },
  { field: textarea('Log', { render: 'shell' }), text: '```shell\nls\n\n# cd\n```' },
  { field: dropdown('Zones', ['a', 'b', 'c'], { multiple: true }), text: 'a, c' },
  {
    field: checkboxes('Terms', [
      { label: 'I pay', required: true },
      { label: 'More', required: false },
    ]),
    text: '- [x] I pay\n- [ ] More',
  },
  { field: upload('File'), text: '[a.zip](https://github.com/user-attachments/files/1/a.zip)' },
  { field: textarea('Reason', { required: true }), text: '> because\n\nof it' },
  { field: checkboxes('Extras', [{ label: 'Fast', required: false }]), text: '- [ ] Fast' },
]
const form = givenForm(...all.map(({ field }) => field))
const labels = all.map(({ field }) => field.label)
const optional = all.filter(({ field }) => !field.required).map(({ field }) => field.label)

const label = fc.constantFrom(...labels)
/** A line that is a heading, looks like one, or hides one. It may hold a line end. */
const heading = fc.oneof(
  label.map((text) => `### ${text}`),
  fc
    .tuple(
      label,
      fc.constantFrom<(text: string) => string>(
        (text) => `###${text}`,
        (text) => `### ${text} ###`,
        (text) => ` ### ${text}`,
        (text) => `###\u00a0${text}`,
        (text) => `### ${text.toUpperCase()}`,
        (text) => `### ${text[0]}\u200b${text.slice(1)}`,
        (text) => `### *${text}*`,
        (text) => `<h3>${text}</h3>`,
        (text) => `#### ${text}`,
        (text) => `> ### ${text}`,
        (text) => `- ### ${text}`,
        (text) => `    ### ${text}`,
        (text) => `\t### ${text}`,
        (text) => `<!--\r### ${text}`,
        (text) => `${text}\r\n---`,
        (text) => `### ${text}\r\radmin`,
        (text) => `\r### ${text}\r\r- [x] I pay`,
      ),
    )
    .map(([text, write]) => write(text)),
  fc.constantFrom(
    '### Other',
    '### ',
    '###',
    '## Other',
    '```',
    '~~~',
    '<!--',
    '-->',
    '<details>',
    '<pre>',
    '[//]: # (',
    '`',
  ),
  fc.string().map((text) => `### ${text}`),
)

interface Row {
  readonly text: string
  readonly owner: string
}

/** The lines of the body, without some sections, each with the field it belongs to. */
function rowsOf(absent: readonly string[]): readonly Row[] {
  const present = all.filter(({ field }) => !absent.includes(field.label))
  return present.flatMap(({ field, text }, index) => {
    const rows = [`### ${field.label}`, '', ...text.split('\n'), ...(index < present.length - 1 ? [''] : [])]
    return rows.map((row) => ({ text: row, owner: field.label }))
  })
}

function read(rows: readonly string[], options: SubmissionOptions): Submission | null {
  const result = parseSubmission(form, rows.join('\n'), options)
  if (result.ok) return result.value
  expect(result.problems.length).toBeGreaterThan(0)
  return null
}

const valuesOf = (submission: Submission) =>
  new Map(submission.fields.map((field) => [field.label, field.value]))
const linesOf = (text: string) => text.split(/\r\n|\r|\n/)

/** The added lines stand in the text, and nothing else has become of it. */
function grewOnlyBy(before: FieldValue, after: FieldValue, added: string): void {
  if (typeof before !== 'string' || typeof after !== 'string')
    throw new Error('only text of several lines can grow')
  const left = linesOf(added)
  const rest = linesOf(after).filter((line) => {
    const at = left.indexOf(line)
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
  expect(rest.filter((line) => line.trim() !== '')).toEqual(
    linesOf(before).filter((line) => line.trim() !== ''),
  )
}

const options = fc.record({ allowMissingOptional: fc.boolean(), refuseUnseenCharacters: fc.boolean() })

test('a heading added anywhere to a whole body is refused, or is text of the field it was added to and changes no other, whatever the switches', () => {
  const rows = rowsOf([])
  let accepted = 0
  fc.assert(
    fc.property(heading, fc.nat(rows.length), options, (added, at, reading) => {
      const before = read(
        rows.map(({ text }) => text),
        reading,
      )
      const texts = rows.map(({ text }) => text)
      const after = read([...texts.slice(0, at), added, ...texts.slice(at)], reading)
      if (before === null) throw new Error('an honest body was refused')
      if (after === null) return
      accepted += 1
      // A line in front of a heading ends the section before it.
      const owner = rows[at - 1]?.owner
      for (const [of, value] of valuesOf(after)) {
        const was = valuesOf(before).get(of) ?? null
        if (of !== owner || was === value) expect({ of, value }).toEqual({ of, value: was })
        else grewOnlyBy(was, value, added)
      }
      expect(after.warnings.map(({ code }) => code)).not.toContain('form/section-absent')
    }),
    { numRuns: variants },
  )
  expect(accepted).toBeGreaterThan(variants / 20)
})

const lenient = { ...usualReading, allowMissingOptional: true }

test('where sections may be absent, a heading added anywhere changes no value without a problem or the warning, unless it makes the body whole', () => {
  let accepted = 0
  fc.assert(
    fc.property(fc.subarray(optional, { minLength: 1 }), heading, fc.nat(200), (absent, added, place) => {
      const rows = rowsOf(absent)
      const texts = rows.map(({ text }) => text)
      const at = place % (rows.length + 1)
      const body = [...texts.slice(0, at), added, ...texts.slice(at)]
      const before = read(texts, lenient)
      const after = read(body, lenient)
      if (before === null) throw new Error('an honest body was refused')
      if (after === null) return
      accepted += 1
      const warned = after.warnings.some(({ code }) => code === 'form/section-absent')
      // Without the warning it is a body that is read the same with the switch off: what stands there stands in the form's own place.
      if (!warned) expect(read(body, usualReading)).toEqual(after)
      const owner = rows[at - 1]?.owner
      const written = labels.find((each) => linesOf(added).includes(`### ${each}`))
      for (const [of, value] of valuesOf(after)) {
        const was = valuesOf(before).get(of) ?? null
        if (of !== owner && of !== written) expect({ of, value }).toEqual({ of, value: was })
        else if (of === owner && written === undefined && was !== value) grewOnlyBy(was, value, added)
      }
    }),
    { numRuns: variants },
  )
  expect(accepted).toBeGreaterThan(variants / 20)
})

test('the warning names exactly the sections that are not there, and their values are null', () => {
  fc.assert(
    fc.property(fc.subarray(optional), (absent) => {
      const submission = read(
        rowsOf(absent).map(({ text }) => text),
        lenient,
      )
      if (submission === null) throw new Error('an honest body was refused')
      const warned = submission.warnings.flatMap(({ what }) =>
        [...what.matchAll(/“([^”]*)”/g)].map((match) => match[1]),
      )
      expect(warned).toEqual(labels.filter((each) => absent.includes(each)))
      const without = submission.fields.filter(({ lines }) => lines === null)
      expect(without.map((field) => [field.label, field.value, field.raw])).toEqual(
        warned.map((each) => [each, null, '']),
      )
    }),
    { numRuns: 300 },
  )
})

test('a body that reads without the warning reads the same with the switch off, and one that is refused with it is refused without it', () => {
  const part = fc.oneof(
    fc.constantFrom(...all).map(({ field, text }) => `### ${field.label}\n\n${text}`),
    heading,
    fc.constantFrom('', 'text', '```', '</details>'),
  )
  // Mostly the form's order, so that many of them are read.
  const whole = fc
    .subarray([...all])
    .map((some) => some.map(({ field, text }) => `### ${field.label}\n\n${text}`))
  fc.assert(
    fc.property(
      fc.oneof(
        whole,
        fc.tuple(whole, part, fc.nat(12)).map(([some, more, at]) => some.toSpliced(at, 0, more)),
        fc.array(part),
      ),
      (parts) => {
        const body = parts.join('\n\n').split('\n')
        const on = read(body, lenient)
        const off = read(body, usualReading)
        if (on === null) expect(off).toBe(null)
        else if (!on.warnings.some(({ code }) => code === 'form/section-absent')) expect(off).toEqual(on)
        else expect(off).toBe(null)
      },
    ),
    { numRuns: variants },
  )
})
