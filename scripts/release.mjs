// What a release needs besides npm and git: `check TAG`, `notes`, `stamp OWNER/REPOSITORY COMMIT [SERVER]`. See docs/release.md.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const [verb, ...args] = process.argv.slice(2)
const root = process.env.ISSUEOPS_ROOT ?? '.'
const packagePath = join(root, 'package.json')
const packed = JSON.parse(readFileSync(packagePath, 'utf8'))

if (verb === 'check') check(args)
else if (verb === 'notes') console.log(section().text)
else if (verb === 'stamp') stamp(args)
else fail('Usage: node scripts/release.mjs (check TAG | notes | stamp OWNER/REPOSITORY COMMIT [SERVER])')

/** A tag has to be the version of the package, and the change log has to say what is new in it, with the day. */
function check([tag]) {
  if (tag !== `v${packed.version}`)
    fail(`The tag is ${tag}, and package.json has the version ${packed.version}.`)
  const { heading } = section()
  if (!/ – \d{4}-\d{2}-\d{2}$/.test(heading)) fail(`CHANGELOG.md does not say on which day: “${heading}”.`)
  console.log(`${tag} can be released.`)
}

/** The part of CHANGELOG.md about the package's version. */
function section() {
  const parts = readFileSync(join(root, 'CHANGELOG.md'), 'utf8').split(/^## /m)
  const found = parts.find(
    (part) => part.startsWith(`${packed.version} `) || part.startsWith(`${packed.version}\n`),
  )
  if (found === undefined) return fail(`CHANGELOG.md has no section ## ${packed.version}.`)
  const [heading = '', ...lines] = found.split('\n')
  return { heading, text: lines.join('\n').trim() }
}

/** Writes into package.json where the package comes from, so that `issueops init` can pin the workflows it writes to that commit. */
function stamp([repository = '', commit = '', server = 'https://github.com']) {
  if (!/^[\w-]+\/[\w.-]+$/.test(repository)) fail(`${repository} is not OWNER/REPOSITORY.`)
  if (!/^[0-9a-f]{40}$/.test(commit)) fail(`${commit} is not a commit.`)
  const stamped = {
    ...packed,
    repository: { type: 'git', url: `git+${server}/${repository}.git` },
    issueops: { commit },
  }
  writeFileSync(packagePath, `${JSON.stringify(stamped, null, 2)}\n`)
}

function fail(why) {
  console.error(why)
  process.exit(1)
}
