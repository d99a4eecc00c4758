import type { Problem } from '../../model/problem.js'
import { type Markdown, markdown } from '../text/markdown.js'

/**
 * Who has to act on what holds a request, and how. What a problem of the request's state has to say of that stands in its fix; a problem of a
 * file says only how the file should be, so it is said here who keeps the file. The first problem comes first, the others are counted.
 */
export function nextStep([first, ...others]: readonly Problem[]): Markdown {
  if (first === undefined) return markdown`nobody has to act; the toolkit looks again.`
  const keeper = keeperOf(first)
  const who = keeper === null ? markdown`` : markdown`${keeper} has to act. `
  const more =
    others.length === 0
      ? markdown``
      : markdown` ${others.length === 1 ? 'One more point' : `${others.length} more points`} below ${others.length === 1 ? 'has' : 'have'} to be settled as well.`
  return markdown`${who}${first.fix}${more}`
}

/** Who keeps what a problem is about; null where its fix names them. */
function keeperOf({ code }: Problem): string | null {
  const room = code.slice(0, code.indexOf('/'))
  switch (room) {
    // A manifest can be mended, and so can the request that does not fit it.
    case 'change':
      return 'the requester or a maintainer of the manifests'
    case 'request':
      return 'the requester'
    case 'type':
    case 'form':
    case 'expression':
      return 'a maintainer of the request type'
    default:
      return null
  }
}
