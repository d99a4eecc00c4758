// Reads issue bodies of several sizes up to GitHub's greatest, honest and hostile, against the built code, and prints what the worst of them
// cost and how their cost grows. Usage: npm run build && npm run bench:forms [-- BUILD_FOLDER]
// Exits 1 when the worst body needs more than the limit, or its cost grows faster than linear.
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/**
 * In milliseconds: no body may cost more. All times are of the processor, every thread counted (the collector of garbage too), so that they
 * are the same on a busy machine; on one that is not, the clock shows less.
 */
const limit = 50
/** When a body doubles. A linear cost doubles, a quadratic one grows fourfold; between them is room for caches and a busy machine. */
const growthLimit = 2.8
/** What is above these is measured again before it is believed. */
const doubted = { ms: limit / 2, growth: 2.2 }
/** Characters, each twice the one before; GitHub refuses longer bodies than the last. */
const sizes = [8_192, 16_384, 32_768, 65_536]
/** In milliseconds: a body is read again and again until so much time has passed, so that the resolution of the measure does not count. */
const batchTime = 5
/** The best of so many batches counts, so that other work on the machine and the collector of garbage do not. */
const batches = 3
const batchesWhenDoubted = 12
/** How many of the dearest bodies are printed. */
const shown = 20

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const build = resolve(process.argv[2] ?? join(root, 'build'))
const load = (path) => import(pathToFileURL(join(build, path)).href)
const { parseSubmission } = await load('core/form/parse-submission.js')
const { parseForm } = await load('core/form/parse-form.js')

/** What a hostile body repeats until it is full. */
const units = {
  blanks: ' ',
  'no-break spaces': '\u00a0',
  'number signs': '#',
  'empty headings': '### ',
  'empty heading lines': '###\n',
  'lines of one blank': ' \n',
  'line feeds': '\n',
  'carriage returns': '\r',
  'CRLF line ends': '\r\n',
  'lines of one letter': 'x\n',
  'paragraphs of one letter': 'x\n\n',
  'lines of one umlaut': 'ä\n',
  'lines of one emoji': '😀\n',
  'lines of one backslash': '\\\n',
  'lines of one no-break space': '\u00a0\n',
  'lines of one zero-width space': '\u200b\n',
  quotations: '> ',
  'quoted lines': '>\n',
  'deep quotations': `${'>'.repeat(99)}\n`,
  'list items': '- ',
  'lines of list items': '- x\n',
  'empty list items': '-\n',
  'numbered items': '1. x\n',
  'growing numbers': '123456789. ',
  'opening brackets': '[',
  'link middles': '](',
  backticks: '`',
  'lines of backticks': '```\n',
  'code spans': '`x` ',
  tildes: '~~~\n',
  'less-than signs': '<',
  'open tags': '<a ',
  'tags on lines': '<a b="c">\n',
  comments: '<!--',
  'comments on lines': '<!-- x -->\n',
  'bogus comments': '<!x ',
  'details elements': '<details>',
  'details on lines': '<details>\n\n',
  'ends of details': '</details>',
  'details and ends': '<details></details>\n',
  'blocks of HTML': '<div>\n',
  'preformatted text': '<pre>\n\n',
  'attribute values': '<a b="',
  'heading elements': '<h3>',
  'heading elements on lines': '<h3>Role\n',
  'table borders': '|',
  'rows of tables': '|a|b|\n|-|-|\n',
  'delimiter rows': '|-',
  'thematic breaks': '* * *\n',
  underlines: 'x\n---\n',
  backslashes: '\\',
  tabs: '\t',
  'lines of tabs': '\t\n',
  'tab and letter': 'a\t',
  ampersands: '&',
  'character references': '&#111;',
  'headings of references': '### &a;&b;\n',
  'one heading of references': '&a;R',
  'invisible characters': '\u200b',
  'characters that turn the text': '\u202e',
  'line separators': '\u2028',
  'characters that grow eighteenfold': '\ufdfa',
  'headings that grow eighteenfold': '### \ufdfa\n',
  'headings that grow behind a known letter': '### R\ufdfa\n',
  'combining marks': 'a\u0301',
  'many marks on one letter': '\u0301\u0323',
  emoji: '😀',
  'half characters': '\ud800',
  'headings of the form': '### Role\n',
  'headings without a blank': '###Role\n',
  'headings of another level': '#### Role\n',
  'unknown headings': '### R\n',
  'check boxes': '- [ ] one\n',
  'options and commas': 'a, ',
  'words for nothing': '_No response_\n',
  pictures: '<img src="',
  uploads: '[a.zip](https://github.com/user-attachments/files/1/a.zip)\n',
}

const grown = {
  'many marks behind a reference': (length) => `\n### &a;R${filled('\u0301\u0323', length - 10)}\n`,
  'lists ever deeper': (length) => growing(length, (step) => `${' '.repeat(step)}- x\n`),
  'runs of backticks ever longer': (length) => growing(length, (step) => `${'`'.repeat(step)} `),
  'quotations ever deeper': (length) => growing(length, (step) => `${'> '.repeat(step % 120)}x\n`),
  'honest prose': (length) =>
    growing(length, (step) => `The quick brown fox number ${step} jumps over it.\n`),
  'an honest log': (length) =>
    growing(length, (step) => `2026-11-20T10:00:${step % 60}Z [info] (${step}) <nil> a=b "c"\n`),
}

const shapes = new Map([
  ...Object.entries(units).map(([name, unit]) => [name, (length) => filled(unit, length)]),
  ...Object.entries(grown),
])

/** Where in the body the text stands; the rest is an honest submission. */
const places = ['nowhere', 'notes', 'role', 'groups', 'log', 'terms', 'file', 'name', 'after ###']

const forms = [
  ['small form', parsed(smallForm())],
  ['form of 100 fields', parsed(largeForm())],
]

const results = forms.flatMap(([form, fields]) =>
  [...shapes].flatMap(([shape, text]) =>
    places.map((place) => {
      const bodies = sizes.map((size) => bodyOf(place, text, size))
      // Once before it counts, so that the code is compiled.
      parseSubmission(fields, bodies.at(-1))
      const first = measured(fields, bodies, batches)
      const isDoubted = first.at(-1) > doubted.ms || growthOf(first) > doubted.growth
      const times = isDoubted ? measured(fields, bodies, batchesWhenDoubted, first) : first
      return { name: `${shape}, ${place}, ${form}`, ms: times.at(-1), growth: growthOf(times) }
    }),
  ),
)
const [dearest] = print('the dearest', (result) => result.ms)
const [steepest] = print('the fastest growing', (result) => result.growth)
console.log(`${results.length} bodies of ${sizes.join(', ')} characters each`)
console.log(`worst of all: ${dearest.ms.toFixed(1)} ms (limit ${limit} ms)`)
console.log(
  `worst growth when the body doubles: ×${steepest.growth.toFixed(2)} (linear is ×2, limit ×${growthLimit})`,
)
process.exit(dearest.ms > limit || steepest.growth > growthLimit ? 1 : 0)

function print(title, measure) {
  const worst = results.toSorted((a, b) => measure(b) - measure(a)).slice(0, shown)
  console.log(`${title}:\n    ms   n → 2n  body`)
  for (const { name, ms, growth } of worst)
    console.log(`${ms.toFixed(1).padStart(6)}   ×${growth.toFixed(2).padStart(5)}  ${name}`)
  console.log('')
  return worst
}

/** Milliseconds for each body, the least of all batches. The sizes take turns, so that a slow moment of the machine hits all of them. */
function measured(form, bodies, count, before = bodies.map(() => Number.POSITIVE_INFINITY)) {
  const least = [...before]
  for (let batch = 0; batch < count; batch += 1)
    for (const [index, body] of bodies.entries()) least[index] = Math.min(least[index], batched(form, body))
  return least
}

/** The mean of one batch. */
function batched(form, body) {
  const start = processorTime()
  let passed = 0
  let runs = 0
  while (passed < batchTime) {
    parseSubmission(form, body)
    runs += 1
    passed = processorTime() - start
  }
  return passed / runs
}

/** In milliseconds since the process began. */
function processorTime() {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** By how much the time grows when the body doubles: the slope of the straight line through the logarithms (least squares). */
function growthOf(times) {
  const logs = times.map(Math.log2)
  const middle = (times.length - 1) / 2
  const mean = logs.reduce((sum, each) => sum + each, 0) / logs.length
  const rise = logs.reduce((sum, each, index) => sum + (index - middle) * (each - mean), 0)
  const run = logs.reduce((sum, _, index) => sum + (index - middle) ** 2, 0)
  return 2 ** (rise / run)
}

function filled(unit, length) {
  return unit.repeat(Math.ceil(length / unit.length)).slice(0, length)
}

function growing(length, piece) {
  const pieces = []
  let size = 0
  for (let step = 1; size < length; step += 1) {
    pieces.push(piece(step))
    size += piece(step).length
  }
  return pieces.join('').slice(0, length)
}

function bodyOf(place, text, length) {
  if (place === 'nowhere') return text(length)
  if (place === 'after ###') return honest({ notes: `### ${text(length - 300)}` })
  const room = length - honest({ [place]: '' }).length
  return honest({ [place]: text(room) })
}

function honest(given) {
  const { notes, role, groups, log, terms, file, name } = {
    notes: 'x',
    role: 'admin',
    groups: 'a, aa',
    log: 'ls',
    terms: '- [x] one\n- [ ] two',
    file: '_No response_',
    name: 'blue',
    ...given,
  }
  return [
    `### Notes\n\n${notes}`,
    `### Role\n\n${role}`,
    `### Groups\n\n${groups}`,
    `### Log\n\n\`\`\`shell\n${log}\n\`\`\``,
    `### Terms\n\n${terms}`,
    `### File\n\n${file}`,
    `### Name\n\n${name}`,
  ].join('\n\n')
}

function parsed(text) {
  const form = parseForm({ file: 'bench.yml', blob: null, text })
  if (!form.ok) throw new Error(JSON.stringify(form.problems))
  return form.value
}

function smallForm() {
  return `name: Bench
description: For the benchmark
body:
  - { type: textarea, id: notes, attributes: { label: Notes } }
  - { type: dropdown, id: role, attributes: { label: Role, options: [reader, admin] } }
  - type: dropdown
    id: groups
    attributes: { label: Groups, multiple: true, options: [a, aa, "a, a", "a, a, a", b] }
  - { type: textarea, id: log, attributes: { label: Log, render: shell } }
  - type: checkboxes
    id: terms
    attributes: { label: Terms, options: [{ label: one }, { label: two }] }
  - { type: upload, id: file, attributes: { label: File } }
  - { type: input, id: name, attributes: { label: Name } }
`
}

function largeForm() {
  const options = Array.from({ length: 100 }, (_, index) => `"a${', a'.repeat(index)}"`).join(', ')
  const more = Array.from(
    { length: 92 },
    (_, index) => `  - { type: input, id: more${index}, attributes: { label: More ${index} } }\n`,
  )
  return `${smallForm()}${more.join('')}  - type: dropdown
    id: many
    attributes: { label: Many, multiple: true, options: [${options}] }
`
}
