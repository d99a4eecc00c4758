import { type Decoding, itemsOf, type Piece, report, textOf } from '../decode/decoding.js'

/** The globs of the paths a request may touch. */
export function decodePaths(decoding: Decoding, piece: Piece): readonly string[] {
  const items = itemsOf(decoding, piece, '[apps/*/values.yaml, clusters/**]') ?? []
  return items.flatMap((item) => {
    const glob = textOf(decoding, item, 'apps/*/values.yaml')
    if (glob === null) return []
    const fault = globFault(glob)
    if (fault === null) return [glob]
    report(decoding, item.tree.line, {
      code: 'type/value',
      what: `“${item.place}” is “${glob}”, which ${fault}.`,
      fix: 'Write a path from the root of the repository, in which * stands for a part of one name and ** for whole folders, as in apps/*/values.yaml.',
    })
    return []
  })
}

/** Other tools give more characters a meaning; here a glob that has one would silently mean something else. */
function globFault(glob: string): string | null {
  if (glob.includes('${{')) return 'has an expression in it'
  if (/[?[\]{}!\\]/.test(glob)) return 'has a character that is no part of a pattern here'
  const parts = glob.split('/')
  if (parts.some((part) => part === '' || part === '.' || part === '..'))
    return 'begins or ends with a slash, or has an empty part or one of dots'
  return parts.some((part) => part !== '**' && part.includes('**')) ? 'has ** beside other characters' : null
}
