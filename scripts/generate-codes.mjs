// Writes the index and the types of the codes from the pages of docs/problems: before the build, which knows no other codes.
import { codePages, codesModule, indexPage, readCatalogue, titleOf, wellPage } from './catalogue.mjs'
import { escaped, keepPages, notice } from './generated-pages.mjs'

const problemPages = codePages()
const entries = readCatalogue(problemPages)

keepPages([
  [`docs/problems/${indexPage}`, problems()],
  ['src/model/problem-codes.ts', codesModule(entries, notice('docs/problems'))],
])

function problems() {
  return `# All codes

<!-- ${notice('the pages of this folder')} -->

Every problem and every reason why a request is where it is has a code. It stands behind the sentence on the issue, in the JSON of the command, and in the output
\`reason-code\` of the actions. Codes are stable. Each links to its cause, an example and the cure.

${[...problemPages].map(([page, text]) => index(page, titleOf(text))).join('\n')}`
}

function index(page, title) {
  const rows = entries.filter((entry) => entry.page === page).map(entryRow)
  return `## ${title}\n\n| code | ${page === wellPage ? 'means' : 'cause'} |\n|---|---|\n${rows.join('\n')}\n`
}

function entryRow({ page, code: name, cause, meaning }) {
  const sentence = meaning ?? cause.replace(/([.;]) [A-Z“].*$/, '$1')
  return `| [\`${name}\`](${page}#${name.replaceAll('/', '')}) | ${escaped(sentence)} |`
}
