import type { StateTemplate, Template } from '../../model/request-type.js'
import { type Decoding, jsonOf, type Piece, report, textOf } from '../decode/decoding.js'
import { readYaml } from '../decode/read-yaml.js'

/** The folder a request type names its templates in, from the root of the repository. */
export const templatesFolder = '.github/issueops/templates/'
/** In characters, as for a request type. */
const lengthMax = 65_536

/**
 * The content of a file, read from a template file: YAML and JSON as data, anything else as one text. Expressions in it are evaluated as
 * if it stood in the request type.
 */
export function decodeContentFrom(decoding: Decoding, piece: Piece): StateTemplate | null {
  const name = textOf(decoding, piece, 'templates/namespace.yaml')
  if (name === null) return null
  if (!/^templates\/[^/\\\n\r]{1,200}$/.test(name)) {
    return report(decoding, piece.tree.line, {
      code: 'type/value',
      what: `“${piece.place}” is “${name}”, which is no file directly below ${templatesFolder}.`,
      fix: 'Write the folder and the name, as in content-from: templates/namespace.yaml.',
    })
  }
  const path = `.github/issueops/${name}`
  const file = decoding.templates.find((each) => each.path === path)
  if (file === undefined) {
    return report(decoding, piece.tree.line, {
      code: 'type/template-missing',
      what: `There is no template ${path} on the default branch.`,
      fix: `Add it, or name one of: ${decoding.templates.map((each) => each.path).join(', ') || 'the templates you have yet to write'}.`,
    })
  }
  const content = file.text === null ? unreadable(decoding, path) : contentOf(decoding, path, file.text)
  return content === null ? null : { kind: 'file', content, contentFrom: path }
}

function contentOf(decoding: Decoding, path: string, text: string): Template | null {
  if (!/\.(?:ya?ml|json)$/i.test(path)) return text.length > lengthMax ? tooLarge(decoding, path) : text
  const tree = readYaml({ path, text })
  if (!tree.ok) {
    decoding.problems.push(...tree.problems)
    return null
  }
  if (tree.value.kind === 'scalar' && tree.value.value === null) return empty(decoding, path)
  const inTemplate: Decoding = { ...decoding, path }
  return jsonOf(inTemplate, tree.value)
}

function unreadable(decoding: Decoding, path: string): null {
  return report({ ...decoding, path }, 1, {
    code: 'type/unreadable',
    what: `GitHub did not give the whole text of ${path}.`,
    fix: 'A maintainer has to make the file a plain text file of ordinary size.',
  })
}

function tooLarge(decoding: Decoding, path: string): null {
  return report({ ...decoding, path }, 1, {
    code: 'type/too-large',
    what: `The template has more than ${lengthMax} characters.`,
    fix: 'Copy large files with copy: instead, from one folder of the repository to another.',
  })
}

function empty(decoding: Decoding, path: string): null {
  return report({ ...decoding, path }, 1, {
    code: 'type/value',
    what: 'The template is empty.',
    fix: 'Write the data of the whole file, as in { kind: Namespace }.',
  })
}
