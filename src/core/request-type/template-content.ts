import type { Template } from '../../model/request-type.js'
import { type Decoding, type Piece, report, type Words, type Wrong, wrong } from '../decode/decoding.js'
import { anything } from '../decode/shape.js'
import { templateExpressions } from '../expression/split-template.js'
import { readOtherFile, unreadable } from './other-file.js'

/** The folder a request type names its templates in, from the root of the repository. */
export const templatesFolder = '.github/issueops/templates/'

/** In characters, as for a request type. */
const templateLengthMax = 65_536

/** The content of a file, as a template file says it: YAML and JSON as data, anything else as one text. */
export function templateContent(
  name: string,
  decoding: Decoding,
  { tree, place }: Piece,
): { readonly content: Template; readonly contentFrom: string } | Wrong {
  const file = `.github/issueops/${name}`
  const known = decoding.files.filter((each) => each.path.startsWith(templatesFolder))
  const found = known.find((each) => each.path === file)
  if (found === undefined) {
    return report(decoding, tree.line, {
      code: 'type/template-missing',
      what: `There is no template ${file} on the default branch.`,
      fix: `Add it, or name one of: ${known.map((each) => each.path).join(', ') || 'the templates you have yet to write'}.`,
    })
  }
  const read = contentOf({ ...decoding, path: file, lines: new Map() }, found.text)
  if (read === wrong) return wrong
  const sources = templateExpressions(read)
  decoding.expressions.push(...sources.map((each) => ({ source: each, at: place, template: file })))
  return { content: read, contentFrom: file }
}

function contentOf(decoding: Decoding, source: string | null): Template | Wrong {
  const refuse = (words: Words): Wrong => report(decoding, 1, words)
  if (source === null) return refuse(unreadable(decoding.path))
  if (!/\.(?:ya?ml|json)$/i.test(decoding.path)) {
    if (source.length <= templateLengthMax) return source
    return refuse({
      code: 'type/too-large',
      what: `The template has more than ${templateLengthMax} characters.`,
      fix: 'Copy large files with copy: instead, from one folder of the repository to another.',
    })
  }
  const tree = readOtherFile(decoding.path, source, decoding)
  if (tree === wrong) return wrong
  if (tree.kind !== 'scalar' || tree.value !== null) return anything.decode(decoding, { tree, place: '' })
  return refuse({
    code: 'type/value',
    what: 'The template is empty.',
    fix: 'Write the data of the whole file, as in { kind: Namespace }.',
  })
}
