import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { didYouMean } from '../../core/text/closest-name.js'
import { UsageError } from '../exit-code.js'
import type { Proposal } from './proposal.js'

const packageRoot = join(dirname(fileURLToPath(import.meta.url)), '../../..')

/** The grammar of a request type's name, as in `core/request-type/parse-request-type.ts`. */
const typeName = /^[a-z][a-z0-9-]{0,38}$/

/**
 * By this file an editor completes request types. A copy and not an address: an address needs a network, is another one on every server, and no
 * editor is let into a private repository. It has a folder of its own, because every run reads all files beside the request types.
 */
export const typeSchema: Proposal = {
  path: '.github/issueops/schemas/request-type.schema.json',
  how: 'new',
  text: readFileSync(packagedPath('schemas/request-type.schema.json'), 'utf8'),
}

const schemaLine = '# yaml-language-server: $schema=schemas/request-type.schema.json\n'

const folder = packagedPath('templates/types')

/** The names of the built-in request types, sorted. */
export function builtInKinds(): readonly string[] {
  return readdirSync(folder).sort()
}

/**
 * The files of a built-in request type: its form, the type with its tests, example manifests, and the schema of all types. Form and type get the new name; so
 * does the first heading of the form, by which issues of two types made from one kind are told apart, and the form's own name, because GitHub
 * shows no two forms of one name.
 * @throws UsageError when there is no such kind, or when the name is none.
 */
export function builtInType(kind: string, name: string, formFile: string): readonly Proposal[] {
  if (!builtInKinds().includes(kind)) throw new UsageError(unknownKind(kind))
  if (!typeName.test(name)) {
    throw new UsageError(
      `${JSON.stringify(name)} cannot be the name of a request type. Use a lower-case letter and then at most 38 lower-case letters, digits and hyphens, as in dns-record.`,
    )
  }
  const root = join(folder, kind)
  const places = new Map([
    [`.github/ISSUE_TEMPLATE/${kind}.yml`, { path: `.github/ISSUE_TEMPLATE/${formFile}`, first: '' }],
    [`.github/issueops/${kind}.yml`, { path: `.github/issueops/${name}.yml`, first: schemaLine }],
  ])
  const files = pathsIn(root).map((path): Proposal => {
    const text = readFileSync(join(root, path), 'utf8')
    const place = places.get(path)
    return place === undefined
      ? { path, how: 'new', text }
      : { path: place.path, how: 'new', text: place.first + renamed(text, kind, name, formFile) }
  })
  return [...files, typeSchema]
}

/** The sentence for a kind that is not built in. */
export function unknownKind(kind: string): string {
  const kinds = builtInKinds()
  return `${JSON.stringify(kind)} is not a built-in kind of request. ${didYouMean(kind, kinds)}The kinds are: ${kinds.join(', ')}.`
}

function pathsIn(root: string): readonly string[] {
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).map((path) =>
    path.replaceAll('\\', '/'),
  )
  return paths.filter((path) => statSync(join(root, path)).isFile()).sort()
}

const formRemark = ' # what people are asked, in .github/ISSUE_TEMPLATE'

/** Only these lines hold the name; all else stays as it is. */
function renamed(text: string, kind: string, name: string, formFile: string): string {
  if (name === kind && formFile === `${kind}.yml`) return text
  const lines = new Map([
    [`name: ${kind}`, `name: ${name}`],
    [`form: ${kind}.yml${formRemark}`, `form: ${formFile}${formRemark}`],
    [`labels: [${kind}]`, `labels: [${name}]`],
  ])
  const all = text.split('\n')
  const heading = all.findIndex((line) => line.startsWith('      label: '))
  const formName = all.findIndex((line) => line.startsWith('name: ') && !lines.has(line))
  const told = name === kind ? [] : [formName, heading]
  return all
    .map((line, index) => (told.includes(index) ? `${line} (${name})` : (lines.get(line) ?? line)))
    .join('\n')
}

/** The toolkit's own folder: three above this file, in `src` as in `build`. */

/** Where a file that comes with the toolkit stands on this machine. */
export function packagedPath(path: string): string {
  return join(packageRoot, path)
}
