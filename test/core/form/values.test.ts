import { expect, test } from 'vitest'
import { parseSubmission } from '../../../src/core/form/parse-submission.js'
import { usualReading } from '../../../src/model/submission.js'
import { checkboxes, dropdown, givenForm, input, problems, reads, textarea, upload } from './given.js'

const text = (label: string, value: string) => `### ${label}\n\n${value}`

const name = givenForm(input('Name'))
const needed = givenForm(input('Name', { required: true }))
const notes = givenForm(textarea('Notes'))
const code = givenForm(textarea('Code', { render: 'js' }))
const one = givenForm(dropdown('One', ['Yes, please', 'No', '1.10']))
const many = givenForm(dropdown('Many', ['Smith, John', 'Doe, Jane', 'Roe'], { multiple: true }))
const boxes = givenForm(
  checkboxes('Boxes', [
    { label: 'I agree', required: true },
    { label: '[x] Xbox', required: false },
  ]),
)
const file = givenForm(upload('File', { accept: ['zip', 'tar.gz'] }))

test.each([
  [
    'an input keeps its text but for blanks at both ends',
    name,
    text('Name', ' see ### 1 \t'),
    { name: 'see ### 1' },
  ],
  ['None typed into an input is text', name, text('Name', 'None'), { name: 'None' }],
  ...['\u00a0', '\u3000', '\u2003', '\u202f', '\u2800', '\ufe0f', '\ufeff', ' \u00a0\t'].flatMap(
    (unseen): [string, typeof name, string, unknown][] => [
      [
        'nobody sees what is at the ends of an input',
        name,
        text('Name', `${unseen}core${unseen}`),
        { name: 'core' },
      ],
      ['what nobody sees is no answer', needed, text('Name', unseen), ['1 form/required']],
      ['what nobody sees is nothing', name, text('Name', unseen), { name: null }],
      ['nor is it in a text of several lines', notes, text('Notes', `${unseen}\n${unseen}`), { notes: null }],
      ['nor in code', code, text('Code', `\`\`\`js\n${unseen}\n\`\`\``), { code: null }],
      [
        'GitHub’s words for nothing may have it around them',
        name,
        text('Name', `${unseen}_No response_${unseen}`),
        { name: null },
      ],
      [
        'also in a text of several lines',
        notes,
        text('Notes', `${unseen}_No response_${unseen}`),
        { notes: null },
      ],
    ],
  ),
  ...[
    '<!-- -->',
    '<!-- write here -->',
    '<!-->',
    '<!-- a --> <!-- b -->',
    '\u200b',
    '\u2060\u00ad',
    '\u3164',
    '\u202e',
    '&nbsp;',
    '&#8203; &#xA0;',
    '<br>',
    '<p></p>',
    '[//]: # (nothing)',
    '[](https://example.com)',
    '<?nothing?>',
    '<!DOCTYPE html>',
    '<![CDATA[nothing]]>',
  ].flatMap((unseen): [string, typeof name, string, unknown][] => [
    ['a reader sees nothing of it, so it is no answer', needed, text('Name', unseen), ['1 form/required']],
    [
      'nor in a text of several lines',
      givenForm(textarea('Notes', { required: true })),
      text('Notes', `${unseen}\n\n${unseen}`),
      ['1 form/required'],
    ],
  ]),
  ...[
    '<https://example.com>',
    '<img src="x">',
    '&amp;',
    '-',
    '<',
    'a<!-- b -->',
    '[x]',
    '[x](y)',
    '![](y)',
    '<!',
    '<?x',
  ].map((seen): [string, typeof name, string, unknown] => [
    'a reader sees something of it',
    notes,
    text('Notes', seen),
    { notes: seen },
  ]),
  ['in code a comment is seen', code, text('Code', '```js\n<!-- -->\n```'), { code: '<!-- -->' }],
  [
    'a comment does not hide the answer to a short question',
    name,
    text('Name', '<!--\nblue'),
    ['4 form/input-multiline'],
  ],
  ['a picture keeps its selector', name, text('Name', 'I ❤\ufe0f'), { name: 'I ❤\ufe0f' }],
  [
    'a selector that selects nothing is refused',
    name,
    text('Name', 'co\ufe0fre'),
    ['3 form/invisible-character'],
  ],
  ['half of a character is refused', notes, text('Notes', 'a\nb\ud800c'), ['4 form/invisible-character']],
  ['the other half too', name, text('Name', '\udc00'), ['3 form/invisible-character']],
  ['an input GitHub left empty is null', name, text('Name', '_No response_'), { name: null }],
  ['an input that somebody emptied is null', name, text('Name', ''), { name: null }],
  [
    'the words of an empty field in other letter case are text',
    name,
    text('Name', '_no response_'),
    { name: '_no response_' },
  ],
  ['an empty required input is refused', needed, text('Name', '_No response_'), ['1 form/required']],
  ['two lines in an input are refused', name, text('Name', 'a\n\nb'), ['5 form/input-multiline']],
  [
    'an unknown heading in an input is refused',
    name,
    text('Name', 'a\n### Other\nb'),
    ['4 form/unknown-heading'],
  ],
  [
    'a character that turns the direction of writing is refused in an input',
    name,
    text('Name', 'a\u202eb'),
    ['3 form/bidi'],
  ],
  [
    'a zero-width character is refused in an input',
    name,
    text('Name', 'a\u200bb'),
    ['3 form/invisible-character'],
  ],
  ['a line separator is refused in an input', name, text('Name', 'a\u2028b'), ['3 form/invisible-character']],
  [
    'a textarea keeps the indentation of its first line and drops blank lines at both ends',
    notes,
    text('Notes', '\n  a:\n    b\n\n  \n'),
    { notes: '  a:\n    b' },
  ],
  [
    '_No response_ typed into a required textarea counts as empty',
    givenForm(textarea('Notes', { required: true })),
    text('Notes', '_No response_'),
    ['1 form/required'],
  ],
  [
    '_No response_ among other text is text',
    notes,
    text('Notes', '_No response_\nb'),
    { notes: '_No response_\nb' },
  ],
  [
    'rendered code is read without its fences, every byte of it',
    code,
    text('Code', '```js\n\n  a ``` b\n\n```'),
    { code: '\n  a ``` b\n' },
  ],
  ['an empty code block is null', code, text('Code', '```js\n\n```'), { code: null }],
  ['longer fences of equal length are taken', code, text('Code', '````js\n```\n````'), { code: '```' }],
  [
    'another language in the fence is refused',
    code,
    text('Code', '```ts\na\n```'),
    ['3 form/fence-mismatch'],
  ],
  ['code without its fences is refused', code, text('Code', 'a'), ['3 form/fence-mismatch']],
  ['code without its last fence is refused', code, text('Code', '```js\na'), ['4 form/fence-mismatch']],
  [
    'a line that closes the fence early is refused',
    code,
    text('Code', '```js\na\n ````\nb\n```'),
    ['5 form/fence-ambiguous'],
  ],
  ['an option with a comma in it is one value', one, text('One', 'Yes, please'), { one: 'Yes, please' }],
  ['an option that looks like a number stays text', one, text('One', '1.10'), { one: '1.10' }],
  ['an option the form does not have is refused', one, text('One', 'yes, please'), ['3 form/option-unknown']],
  ['two options in a dropdown for one are refused', one, text('One', 'No, 1.10'), ['3 form/option-unknown']],
  ['None in a dropdown that need not be answered is null', one, text('One', 'None'), { one: null }],
  [
    'None in a required dropdown is refused',
    givenForm(dropdown('One', ['a'], { required: true })),
    text('One', 'None'),
    ['1 form/required'],
  ],
  ['a hidden character in an option is named', one, text('One', 'No\u200b'), ['3 form/invisible-character']],
  [
    'several options with commas in them are told apart',
    many,
    text('Many', 'Doe, Jane, Smith, John'),
    { many: ['Smith, John', 'Doe, Jane'] },
  ],
  ['one of several options is a list of one', many, text('Many', 'Roe'), { many: ['Roe'] }],
  ['no option of several is null', many, text('Many', '_No response_'), { many: null }],
  ['half an option is refused', many, text('Many', 'Roe, Jane'), ['3 form/option-unknown']],
  ['an option chosen twice is refused', many, text('Many', 'Roe, Roe'), ['3 form/option-unknown']],
  [
    'options that can be read in two ways are refused',
    givenForm(dropdown('Many', ['a', 'b', 'a, b'], { multiple: true })),
    text('Many', 'a, b'),
    ['3 form/option-ambiguous'],
  ],
  [
    'ticked boxes are the labels, small and capital x alike',
    boxes,
    text('Boxes', '- [X] I agree\n- [x] [x] Xbox'),
    { boxes: ['I agree', '[x] Xbox'] },
  ],
  [
    'boxes without a tick are null',
    givenForm(checkboxes('Boxes', [{ label: 'a', required: false }])),
    text('Boxes', '- [ ] a'),
    { boxes: null },
  ],
  [
    'a required box without a tick is refused',
    boxes,
    text('Boxes', '- [ ] I agree\n- [x] [x] Xbox'),
    ['1 form/required'],
  ],
  [
    'a box whose line was deleted is refused',
    boxes,
    text('Boxes', '- [x] I agree'),
    ['1 form/checkbox-mismatch'],
  ],
  [
    'the words of an empty field are refused where boxes belong',
    boxes,
    text('Boxes', '_No response_'),
    ['3 form/checkbox-mismatch', '1 form/checkbox-mismatch', '1 form/checkbox-mismatch'],
  ],
  [
    'a box the form does not have is refused',
    boxes,
    text('Boxes', '- [x] I agree\n- [ ] [x] Xbox\n- [ ] c'),
    ['5 form/checkbox-mismatch'],
  ],
  [
    'a box that stands twice, in both states, is refused',
    boxes,
    text('Boxes', '- [x] I agree\n- [ ] I agree\n- [ ] [x] Xbox'),
    ['4 form/checkbox-mismatch'],
  ],
  [
    'boxes in another order are refused',
    boxes,
    text('Boxes', '- [ ] [x] Xbox\n- [x] I agree'),
    ['4 form/checkbox-mismatch'],
  ],
  [
    'another bullet is refused',
    boxes,
    text('Boxes', '* [x] I agree\n- [ ] [x] Xbox'),
    ['3 form/checkbox-mismatch', '1 form/checkbox-mismatch'],
  ],
  [
    'a nested box is refused',
    boxes,
    text('Boxes', '- [x] I agree\n  - [ ] [x] Xbox'),
    ['4 form/checkbox-mismatch', '1 form/checkbox-mismatch'],
  ],
  [
    'an uploaded file is its address',
    file,
    text('File', '[a.zip](https://github.com/user-attachments/files/12/a.zip)'),
    { file: ['https://github.com/user-attachments/files/12/a.zip'] },
  ],
  [
    'several files on lines of their own are a list',
    file,
    text(
      'File',
      '[a.zip](https://github.com/user-attachments/files/1/a.zip)\n\n[b](https://github.com/user-attachments/files/2/b.TAR.GZ)',
    ),
    {
      file: [
        'https://github.com/user-attachments/files/1/a.zip',
        'https://github.com/user-attachments/files/2/b.TAR.GZ',
      ],
    },
  ],
  [
    'a picture is its address',
    givenForm(upload('File')),
    text(
      'File',
      '<img width="1" height="2" alt="Image" src="https://github.com/user-attachments/assets/0a-1" />',
    ),
    { file: ['https://github.com/user-attachments/assets/0a-1'] },
  ],
  ['an upload nobody made is null', file, text('File', '_No response_'), { file: null }],
  [
    'a file of another kind is refused by the name in its address',
    file,
    text('File', '[a.zip](https://github.com/user-attachments/files/1/a.exe)'),
    ['3 form/upload-type'],
  ],
  [
    'a picture is refused where none is accepted',
    file,
    text('File', '![a](https://github.com/user-attachments/assets/0a-1)'),
    ['3 form/upload-type'],
  ],
  ...[
    'https://evil.example/user-attachments/files/1/a.zip',
    'https://github.com.evil.example/user-attachments/files/1/a.zip',
    'https://github.com@evil.example/user-attachments/files/1/a.zip',
    'https://github.com:444/user-attachments/files/1/a.zip',
    'http://github.com/user-attachments/files/1/a.zip',
    'https://github.com/user-attachments/files/../a.zip',
    'https://github.com/user-attachments/files/1/%2e%2e%2fa.zip',
    'https://github.com/user-attachments/files/1/..',
    'https://github.com/user-attachments/files/1/a.zip?x=.zip',
    'https://github.com/user-attachments/files/1/a.exe#.zip',
    'https://github.com/acme/x/files/1/a.zip',
    'javascript:alert(1)',
    '',
  ].map(
    (address) =>
      [
        `the address “${address}” is refused`,
        file,
        text('File', `[a.zip](${address})`),
        ['3 form/upload-foreign'],
      ] as const,
  ),
  [
    'text beside an upload is refused',
    file,
    text('File', 'see [a.zip](https://github.com/user-attachments/files/12/a.zip)'),
    ['3 form/upload-foreign'],
  ],
  [
    'other attributes of a picture are refused',
    givenForm(upload('File')),
    text('File', '<img src="https://github.com/user-attachments/assets/0" onerror="x">'),
    ['3 form/upload-foreign'],
  ],
] as const)('%s', (_title, form, body, expected) => {
  expect(reads(form, body)).toEqual(expected)
})

test('an unknown option names the value, the options and the line', () => {
  expect(problems(one, text('One', 'Yes'))).toEqual([
    {
      code: 'form/option-unknown',
      field: 'one',
      label: 'One',
      line: 3,
      what: '“Yes” is not an option of “One”.',
      fix: 'Edit the issue and choose one of: “Yes, please”, “No”, “1.10”.',
    },
  ])
})

test('a hidden character is shown by its code point, not as itself', () => {
  expect(problems(name, text('Name', 'a\u202eb'))[0]?.what).toBe(
    '“Name” has a character in it that turns the direction of writing (U+202E RIGHT-TO-LEFT OVERRIDE): “a[U+202E]b”.',
  )
})

test('whoever pasted what nobody sees is told its name', () => {
  expect(problems(needed, text('Name', '\u00a0\u2800'))[0]?.what).toBe(
    '“Name” is required, but nobody sees anything in it (U+00A0 NO-BREAK SPACE, U+2800 BRAILLE PATTERN BLANK).',
  )
  expect(problems(needed, text('Name', '<!-- -->'))[0]?.what).toBe(
    '“Name” is required, but a reader of the issue sees nothing of its text.',
  )
  expect(problems(one, text('One', 'No\u00a0'))[0]?.what).toBe(
    '“No[U+00A0]” (U+00A0 NO-BREAK SPACE) is not an option of “One”.',
  )
  expect(problems(name, text('Name', 'a\ud800'))[0]?.what).toBe(
    'The issue has half of a character (U+D800 HALF OF A CHARACTER) in it.',
  )
})

test('a blank of another width inside a short answer is a warning, or refused where the request type says so', () => {
  const body = text('Name', 'core\u00a0team')
  const usual = parseSubmission(name, body)
  expect(usual.ok && usual.value.fields[0]?.value).toBe('core\u00a0team')
  expect(usual.ok && usual.value.warnings[0]?.what).toBe(
    '“Name” has a character in it that looks like a blank and is another (U+00A0 NO-BREAK SPACE): “core[U+00A0]team”.',
  )
  const strict = parseSubmission(name, body, { ...usualReading, refuseUnseenCharacters: true })
  expect(strict.ok ? [] : strict.problems.map(({ code }) => code)).toEqual(['form/invisible-character'])
})

test('a body full of wrong check boxes is answered with a bounded number of problems', () => {
  expect(problems(boxes, text('Boxes', '- [ ] z\n'.repeat(5000))).length).toBe(20)
})
