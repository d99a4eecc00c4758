// Counts, as `wc -l` does, what an adopting repository has to hold, and writes the table into README.md. `--check` only compares.
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const read = (path) => readFileSync(join(root, path), 'utf8')

/** What `wc -l` prints. */
const count = (path) => read(path).split('\n').length - 1

const caller = count('templates/caller/issueops.yml')
const sweep = count('templates/caller/issueops-sweep.yml')
const typePath = 'templates/types/namespace/.github/issueops/namespace.yml'
const form = count('templates/types/namespace/.github/ISSUE_TEMPLATE/namespace.yml')
const type = count(typePath)
const tests =
  type -
  read(typePath)
    .split(/\ntests:.*\n/)[0]
    .split('\n').length
const changes = read(typePath).match(/^ {2}- file:/gm).length

/**
 * What people write today, counted by hand in November 2026 in public repositories: lines of YAML, Markdown, JavaScript and shell that are not
 * blank, in the path of one request type. The only complete way from form to pull request, `/approve` and merge that was found is
 * jonico/auto-scaling-github-runners-kubernetes-issueops; about 70 of its lines log in to a cluster.
 */
const today = { complete: 430, login: 70, least: 232, most: 1568 }

const block = `| lines (\`wc -l\`) | this toolkit | today |
|---|--:|--:|
| the workflow that calls it, once for all request types | ${caller} | – |
| the sweep, once for all request types | ${sweep} | – |
| [a request type](${typePath}) with approval and ${changes} changes | ${type - tests} | |
| its tests | ${tests} | |
| its form | ${form} | |
| **one request type, all in all** | **${caller + sweep + type + form}** | **${today.complete}** |
| **every further one** | **${type + form}** | **${today.complete}** |

Today: [jonico/auto-scaling-github-runners-kubernetes-issueops](https://github.com/jonico/auto-scaling-github-runners-kubernetes-issueops), the only
complete way from form to pull request, \`/approve\` and merge we found in public (about ${today.login} of its lines log in to a cluster); fourteen others, most of
which do less, have ${today.least} to ${today.most.toLocaleString('en')} lines. Theirs are without blank lines, ours have none.
`

const [begin, end] = ['<!-- lines: written by npm run count-lines -->\n', '<!-- end of lines -->\n']
const readme = read('README.md')
const [before, rest] = readme.split(begin)
const after = rest?.split(end)[1]
if (after === undefined) throw new Error('README.md has lost the place of the table.')
const fresh = `${before}${begin}${block}${end}${after}`

if (!process.argv.includes('--check')) writeFileSync(join(root, 'README.md'), fresh)
else if (fresh !== readme) {
  console.error(
    'The table of lines in README.md is not what is counted. Run “npm run count-lines” and commit the result.',
  )
  process.exit(1)
}
console.log(block)
