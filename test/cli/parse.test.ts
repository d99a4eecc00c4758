import { expect, test } from 'vitest'
import { call, file, form } from './output.js'

const body = [
  '### Name\n\nblue',
  '### Reason\n\nto keep\r\n\r\n#### Size',
  '### Size\n\nsmall',
  '### Zones\n\nb, a',
  '### Terms\n\n- [X] I pay\n- [ ] I back it up',
  '### Plan\n\n_No response_',
].join('\n\n')

function parse(text: string, ...more: readonly string[]) {
  return call('parse', '--form', file('database.yml', form), '--body', file('body.md', text), ...more)
}

test('an honest body is one JSON document: values by id, fields with text and lines, the digest, warnings', async () => {
  const { code, out, err } = await parse(body, '--json')
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(JSON.parse(out)).toEqual({
    ok: true,
    values: {
      name: 'blue',
      why: 'to keep\n\n#### Size',
      size: 'small',
      zones: ['a', 'b'],
      terms: ['I pay'],
      plan: null,
    },
    fields: [
      { id: 'name', label: 'Name', type: 'input', value: 'blue', raw: 'blue', lines: [3, 3] },
      {
        id: 'why',
        label: 'Reason',
        type: 'textarea',
        value: 'to keep\n\n#### Size',
        raw: 'to keep\n\n#### Size',
        lines: [7, 9],
      },
      { id: 'size', label: 'Size', type: 'dropdown', value: 'small', raw: 'small', lines: [13, 13] },
      { id: 'zones', label: 'Zones', type: 'dropdown', value: ['a', 'b'], raw: 'b, a', lines: [17, 17] },
      {
        id: 'terms',
        label: 'Terms',
        type: 'checkboxes',
        value: ['I pay'],
        raw: '- [X] I pay\n- [ ] I back it up',
        lines: [21, 22],
      },
      { id: 'plan', label: 'Plan', type: 'upload', value: null, raw: '_No response_', lines: [26, 26] },
    ],
    bodySha256: '696e6cc03929dee8f755d31a17176053a3e048709b3cc9cf43465022e6d0ee5f',
    warnings: [
      {
        code: 'form/heading-level',
        field: 'size',
        label: 'Size',
        line: 9,
        what: 'Line 9, “#### Size”, is a heading of another size with the words of “Size”; it was read as text.',
        fix: 'Nothing needs to be done; put four spaces in front of the line if readers should not take it for a field.',
      },
    ],
  })
})

test('a body that is refused is one JSON document of problems with code, field, label, line, what and fix', async () => {
  const { code, out } = await parse(body.replace('small', 'huge'), '--json')
  expect({ code, ...JSON.parse(out) }).toEqual({
    code: 1,
    ok: false,
    problems: [
      {
        code: 'form/option-unknown',
        field: 'size',
        label: 'Size',
        line: 13,
        what: '“huge” is not an option of “Size”.',
        fix: 'Edit the issue and choose one of: “small”, “large”.',
      },
    ],
  })
})

test('without --json a person reads one line per field, and the warnings with their codes', async () => {
  const { code, out } = await parse(body)
  expect(code).toBe(0)
  expect(out).toBe(
    'Name: blue\nReason: to keep\n\n#### Size\nSize: small\nZones: a, b\nTerms: I pay\nPlan: –\n\n' +
      'Warning: Size, line 9\n' +
      '  Line 9, “#### Size”, is a heading of another size with the words of “Size”; it was read as text.\n' +
      '  → Nothing needs to be done; put four spaces in front of the line if readers should not take it for a field. [form/heading-level]\n',
  )
})

test('without --json a person reads place, matter, cure and code of each problem', async () => {
  const { code, out } = await parse(body.replace('small', 'huge'))
  expect({ code, out }).toEqual({
    code: 1,
    out: 'Size, line 13\n  “huge” is not an option of “Size”.\n  → Edit the issue and choose one of: “small”, “large”. [form/option-unknown]\n',
  })
})

test('sections that need no answer may be absent where it is asked for: they are null, without lines, and a warning names them', async () => {
  const text = body.replace('### Plan\n\n_No response_', '').trimEnd()
  const usual = await parse(text, '--json')
  expect({ code: usual.code, codes: JSON.parse(usual.out).problems.map(codeOf) }).toEqual({
    code: 1,
    codes: ['form/missing-section'],
  })
  const { code, out } = await parse(text, '--json', '--allow-missing-optional')
  const { values, fields, warnings } = JSON.parse(out)
  expect({ code, plan: values.plan, field: fields.at(-1), warning: warnings[0] }).toEqual({
    code: 0,
    plan: null,
    field: { id: 'plan', label: 'Plan', type: 'upload', value: null, raw: '', lines: null },
    warning: {
      code: 'form/section-absent',
      what: 'The section “Plan” of the form is not in the issue; it was read as empty.',
      fix: 'Nothing needs to be done if no answer was meant; otherwise edit the issue and put the heading back in its place, with the answer below it.',
    },
  })
})

test('characters nobody sees are a warning in long text, and refused where it is asked for', async () => {
  const text = body.replace('to keep', 'to\u200bkeep')
  const usual = await parse(text, '--json')
  expect({ code: usual.code, codes: JSON.parse(usual.out).warnings.map(codeOf) }).toEqual({
    code: 0,
    codes: ['form/heading-level', 'form/invisible-character'],
  })
  const strict = await parse(text, '--json', '--refuse-unseen-characters')
  expect({ code: strict.code, problems: JSON.parse(strict.out).problems }).toEqual({
    code: 1,
    problems: [
      {
        code: 'form/invisible-character',
        field: 'why',
        label: 'Reason',
        line: 7,
        what: '“Reason” has a character in it that cannot be seen (U+200B ZERO WIDTH SPACE): “to[U+200B]keep”.',
        fix: 'Edit the issue and type the text again instead of pasting it.',
      },
    ],
  })
})

function codeOf(problem: { readonly code: string }): string {
  return problem.code
}

test('a field named like a property every object has keeps its value', async () => {
  const odd =
    'name: A\ndescription: b\nbody:\n  - { type: input, id: toString, attributes: { label: Name } }\n'
  const paths = ['--form', file('a.yml', odd), '--body', file('b.md', '### Name\n\nx')]
  const { out } = await call('parse', ...paths, '--json')
  expect(JSON.parse(out).values).toEqual({ toString: 'x' })
})

test('a broken form is a problem of its file, not of the issue', async () => {
  const { code, out } = await call(
    'parse',
    '--form',
    file('a.yml', 'name: ['),
    '--body',
    file('b.md', ''),
    '--json',
  )
  expect({ code, problems: JSON.parse(out).problems.map((each: { code: string }) => each.code) }).toEqual({
    code: 1,
    problems: ['form/file-not-yaml'],
  })
})

test.each([
  ['an argument is missing', ['parse', '--form', 'x.yml']],
  ['a file is not there', ['parse', '--form', '/nowhere/x.yml', '--body', '/nowhere/b.md', '--json']],
  ['an option is unknown', ['parse', '--shape', 'x']],
])('wrong usage ends with 2 and says so on standard error only: %s', async (_title, args) => {
  const { code, out, err } = await call(...args)
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).not.toBe('')
})
