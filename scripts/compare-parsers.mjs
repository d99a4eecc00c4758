// Gives the same issue bodies to the published parsers of issue forms and to ours, and writes what each made of them to
// docs/parser-comparison.md. The others are installed from the registry into a temporary folder; nothing of them is kept.
// Usage: npm run build && npm run compare-parsers [-- BUILD_FOLDER]
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** The published packages, at the versions that were compared. */
const packages = { '@github/issue-parser': '2.0.0', '@zentered/issue-forms-body-parser': '3.0.0' }

/** Parsers people use as actions that are not packages of the registry, and so cannot be installed by this script. */
const unpublished = [
  'issue-ops/parser (an action around @github/issue-parser)',
  'stefanbuck/github-issue-parser',
  'peter-murray/issue-forms-body-parser',
  'onmax/issue-form-parser',
  'cssnr/parse-issue-form-action',
  'edumserrano/github-issue-forms-parser',
]

/** In milliseconds: a parser that takes longer for one body is said to hang. The slowest that does end needs about 11 seconds, the next minutes. */
const timeLimit = 30_000
/** In milliseconds: a parser that takes longer is said to be slow. How slow is not said, because it is another number on every machine. */
const slowFrom = 3000
/** Longest value shown in a cell, in characters. */
const shownMax = 70

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const build = resolve(process.argv[2] ?? join(root, 'build'))

const form = `name: Access
description: Ask for access
body:
  - { type: textarea, id: notes, attributes: { label: Notes } }
  - { type: dropdown, id: role, attributes: { label: Role, options: [reader, admin] } }
  - { type: input, id: name, attributes: { label: Name } }
`
const needs = (type, more, rules = '') =>
  `name: A\ndescription: b\nbody:\n  - { type: ${type}, id: field, attributes: { label: Field${more} }${rules} }\n`
const one = needs('dropdown', ', options: ["Yes, please", "No"]')
const many = needs('dropdown', ', multiple: true, options: ["Smith, John", "Doe, Jane"]')
const boxes = needs('checkboxes', ', options: [{ label: I agree, required: true }, { label: More }]')
const rendered = needs('textarea', ', render: shell')
const uploaded = needs('upload', '')
const twice = `name: A\ndescription: b\nbody:
  - { type: input, id: first, attributes: { label: Name } }
  - { type: input, id: second, attributes: { label: Name } }
`
const odd = `name: A\ndescription: b\nbody:\n  - { type: input, id: toString, attributes: { label: Name } }\n`

const body = (notes, role = 'reader', name = 'blue') =>
  `### Notes\n\n${notes}\n\n### Role\n\n${role}\n\n### Name\n\n${name}`
const field = (value) => `### Field\n\n${value}`
const full = (head, unit) =>
  head + unit.repeat(Math.ceil((65_536 - head.length) / unit.length)).slice(0, 65_536 - head.length)

/** Title, form, body; the role chosen in the form is “reader” where the title says nothing else. */
const cases = [
  ['an honest body', form, body('a')],
  ['the same, CRLF everywhere', form, body('a\nb').replaceAll('\n', '\r\n')],
  ['the same, CRLF in typed text only', form, body('a\r\nb')],
  ['`### Role` and `admin` pasted into the notes', form, body('a\n\n### Role\n\nadmin')],
  ['the same, below the genuine role', form, `${body('a')}\n\n### Role\n\nadmin`],
  ['the same in a comment nobody sees', form, `${body('a')}\n\n<!--\n\n### Role\n\nadmin\n\n-->`],
  ['the same in a code block', form, `${body('a')}\n\n\`\`\`\n### Role\n\nadmin\n\`\`\``],
  ['the same in a folded section', form, `${body('a')}\n\n<details>\n\n### Role\n\nadmin\n\n</details>`],
  ['an unknown heading in the notes', form, body('a\n\n### Steps\n\nb')],
  ['`###Role` in the notes', form, body('###Role\n\nadmin')],
  ['`#### Role` in the notes', form, body('#### Role\n\nadmin')],
  ['`### Role ###` in the notes', form, body('### Role ###\n\nadmin')],
  ['a heading with a zero-width space', form, body('### Ro\u200ble\n\nadmin')],
  ['`<h3>Role</h3>` in the notes', form, body('<h3>Role</h3>\n\nadmin')],
  ['a code block left open before the genuine role', form, body('```')],
  ['sections in another order', form, '### Role\n\nreader\n\n### Notes\n\na\n\n### Name\n\nblue'],
  ['a section that was deleted', form, '### Notes\n\na\n\n### Name\n\nblue'],
  ['a body that is not of this form', form, 'It does not work.'],
  ['text in front of the first heading', form, `Hello\n\n${body('a')}`],
  ['an option the form does not have', form, body('a', 'owner')],
  ['`see ### 1` in a one-line field', form, body('a', 'reader', 'see ### 1')],
  ['`None` typed into a one-line field', form, body('a', 'reader', 'None')],
  ['a bidi override in a one-line field', form, body('a', 'reader', 'ad\u202enim')],
  ['an indented first line in the notes', form, body('  a:\n    b')],
  ['a list in the notes', form, body('- a\n- b')],
  ['one option with a comma, `Yes, please`', one, field('Yes, please')],
  ['two options with commas', many, field('Smith, John, Doe, Jane')],
  [
    '`_No response_` in a required field',
    needs('textarea', '', ', validations: { required: true }'),
    field('_No response_'),
  ],
  [
    '`None` in a required dropdown',
    needs('dropdown', ', options: [a]', ', validations: { required: true }'),
    field('None'),
  ],
  ['code in its fence', rendered, field('```shell\nls\n```')],
  ['an empty code block', rendered, field('```shell\n\n```')],
  ['a required box whose line was deleted', boxes, field('- [ ] More')],
  ['a box in both states', boxes, field('- [x] I agree\n- [ ] I agree\n- [ ] More')],
  ['an uploaded file', uploaded, field('[a.zip](https://github.com/user-attachments/files/1/a.zip)')],
  ['an uploaded file of another host', uploaded, field('[a.zip](https://evil.example/a.zip)')],
  ['two fields with one label', twice, '### Name\n\na\n\n### Name\n\nb'],
  ['a field with the id `toString`', odd, '### Name\n\na'],
  ['65,536 characters: `### ` and blanks', form, full('### ', ' ')],
  ['65,536 characters of `### `', form, full('', '### ')],
  ['65,536 characters of `> `', form, full(body('a').replace('blue', ''), '> ')],
  ['65,536 characters of `[`', form, full(body('a').replace('blue', ''), '[')],
]

/** How each parser is called; what it returns is brought to values by field, without a change to any value. */
const worker = `import { readFileSync } from 'node:fs'
const { parser, form, body, build } = JSON.parse(readFileSync(0, 'utf8'))
const parsers = {
  async '@github/issue-parser'() {
    const { parseIssue } = await import('@github/issue-parser')
    return () => ({ values: parseIssue(body, form) })
  },
  async '@zentered/issue-forms-body-parser'() {
    const { default: parse } = await import('@zentered/issue-forms-body-parser')
    return async () => {
      const found = Object.entries(await parse(body))
      return { values: Object.fromEntries(found.map(([id, { text, list }]) => [id, list?.length > 0 ? list : text])) }
    }
  },
  async issueops() {
    const { parseForm } = await import(build + '/core/form/parse-form.js')
    const { parseSubmission } = await import(build + '/core/form/parse-submission.js')
    return () => {
      const read = parseForm({ file: 'form.yml', blob: null, text: form })
      const result = read.ok ? parseSubmission(read.value, body) : read
      if (!result.ok) return { refused: result.problems.map(({ code, line }) => ({ code, line })) }
      return { values: Object.fromEntries(result.value.fields.map(({ id, value }) => [id, value])), warned: result.value.warnings.length > 0 }
    }
  },
}
const parse = await parsers[parser]()
const start = performance.now()
const found = await parse()
process.stdout.write('\\n@@' + JSON.stringify({ ...found, ms: performance.now() - start }))
`

const folder = mkdtempSync(join(tmpdir(), 'compare-parsers-'))
try {
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ private: true, type: 'module', dependencies: packages }),
  )
  const npm = spawnSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: folder,
    encoding: 'utf8',
  })
  if (npm.status !== 0) throw new Error(`npm install failed:\n${npm.stderr}`)
  writeFileSync(join(folder, 'worker.mjs'), worker)
  const parsers = [...Object.keys(packages), 'issueops']
  const rows = cases.map(([title, formText, text]) => {
    const cells = parsers.map((parser) => cellOf(run(parser, formText, text)))
    console.log(`${title}: ${cells.join(' · ')}`)
    return [title, ...cells]
  })
  writeFileSync(join(root, 'docs', 'parser-comparison.md'), page(parsers, rows))
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function run(parser, formText, text) {
  const input = JSON.stringify({ parser, form: formText, body: text, build: pathToFileURL(build).href })
  const child = spawnSync(process.execPath, ['worker.mjs'], {
    cwd: folder,
    input,
    encoding: 'utf8',
    timeout: timeLimit,
  })
  if (child.error?.code === 'ETIMEDOUT') return { hung: true }
  const at = child.stdout.lastIndexOf('\n@@')
  if (child.status !== 0 || at < 0)
    return { crashed: /^(?:\w*Error.*)$/m.exec(child.stderr)?.[0] ?? 'no message' }
  return JSON.parse(child.stdout.slice(at + 3))
}

function cellOf({ hung, crashed, refused, values, warned, ms }) {
  if (hung) return `**hung**: not done in ${timeLimit / 1000} s`
  if (crashed !== undefined) return `**crashed**: ${code(crashed)}`
  const slow = ms >= slowFrom ? `, after more than ${slowFrom / 1000} s` : ''
  if (refused !== undefined) {
    const reasons = refused.map((each) =>
      each.line === undefined ? each.code : `${each.code} (line ${each.line})`,
    )
    return `refused: ${[...new Set(reasons)].join(', ')}${slow}`
  }
  return `${code(JSON.stringify(values))}${warned ? ', with a warning' : ''}${slow}`
}

/** Invisible characters and bars would spoil the table. */
function code(text) {
  const seen = text.replaceAll(
    /[\p{Cf}]/gu,
    (each) => `⟨U+${each.codePointAt(0).toString(16).toUpperCase()}⟩`,
  )
  const cut = seen.length > shownMax ? `${seen.slice(0, shownMax)}…` : seen
  return `\`\` ${cut.replaceAll('|', '\\|')} \`\``
}

function page(parsers, rows) {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const names = parsers.map((name) => `${name} ${packages[name] ?? version}`)
  const line = (cells) => `| ${cells.join(' | ')} |`
  return `# The same issue bodies, read by the published parsers and by this one

What each parser made of a body: the values it read, or that it refused, crashed, or was not done in ${timeLimit / 1000} seconds. In bodies with a
role the form said “reader” where the row says nothing else. @zentered/issue-forms-body-parser takes no form, so that it cannot know options
or required fields. Reproduce it with \`npm run build && npm run compare-parsers\`, which installs the packages from the registry into a
temporary folder and writes this page.

What to look for: a value no reader sees, a value cut short or gone, a value the form does not have, and \`{}\` for a body of another form.

${line(['body', ...names])}
${line(['body', ...names].map(() => '---'))}
${rows.map(line).join('\n')}

Not compared, because they are actions and not packages of the registry: ${unpublished.join('; ')}.
`
}
