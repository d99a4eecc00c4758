import { expect, test } from 'vitest'
import { parseSubmission } from '../../../src/core/form/parse-submission.js'
import { checkboxes, dropdown, givenForm, input, textarea, upload } from './given.js'

const form = givenForm(
  textarea('Notes'),
  dropdown('Many', ['a', 'aa', 'a, a', 'a, a, a'], { multiple: true }),
  textarea('Log', { render: 'shell' }),
  checkboxes('Boxes', [{ label: 'one', required: false }]),
  upload('File'),
  input('Name'),
)

/** In milliseconds. `npm run bench:forms` holds every shape to 50 ms; this is wide enough for a busy machine and fails on anything quadratic. */
const timeMax = 400

test.each([
  ...[' ', '\u00a0', '\n', '\r\n', '\t\n', 'x\n', '-\n', '>\n', '> ', '[', '](', '`', '```\n', '~~~\n', '\\'],
  ...[
    '#',
    '###\n',
    '### ',
    '### N\n',
    '#### Name\n',
    '###Name\n',
    '### \ufdfa\n',
    '### N\u0301',
    '### N\ufdfa\n',
    '&a;',
    '### &a;&b;\n',
  ],
  ...[
    '<',
    '<a ',
    '<!--',
    '<!x ',
    '<h3>',
    '<details>',
    '</details>',
    '<div>\n',
    '<pre>\n\n',
    '<a b="',
    '<img src="',
  ],
  ...[
    '|',
    '|a|\n|-|\n',
    '- [ ] one\n',
    'a, ',
    '\u200b',
    '\u202e',
    '\ufdfa',
    'a\u0301',
    '\u0301\u0323',
    '\ud800',
    '😀',
  ],
])('65,536 characters of %j are read or refused at once, wherever they stand', (unit) => {
  for (const field of ['', 'Notes', 'Many', 'Log', 'Boxes', 'File', 'Name']) {
    const text = body(field, unit)
    let best = Number.POSITIVE_INFINITY
    for (let run = 0; run < 3 && best > timeMax / 4; run += 1) {
      const start = performance.now()
      parseSubmission(form, text)
      best = Math.min(best, performance.now() - start)
    }
    expect({ field, slow: best > timeMax ? best : null }).toEqual({ field, slow: null })
  }
})

function body(field: string, unit: string): string {
  const answers = new Map([
    ['Notes', 'x'],
    ['Many', 'a'],
    ['Log', 'ls'],
    ['Boxes', '- [x] one'],
    ['File', '_No response_'],
    ['Name', 'x'],
  ])
  const room = 65_536 - written(answers).length
  const full = unit.repeat(Math.ceil(65_536 / unit.length))
  return field === '' ? full.slice(0, 65_536) : written(answers.set(field, `### ${full}`.slice(0, room)))
}

function written(answers: ReadonlyMap<string, string>): string {
  return [...answers]
    .map(([label, text]) => `### ${label}\n\n${label === 'Log' ? `\`\`\`shell\n${text}\n\`\`\`` : text}`)
    .join('\n\n')
}
