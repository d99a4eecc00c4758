/**
 * Whether a comment could hold a command at all: a slash with a letter behind it, and no letter before it on its line. Whatever is no command
 * for this reason is none for the parser either, so that long texts of others cost next to nothing. Linear: a look back ends at the
 * letter of the slash before.
 */
export function maySpeak(body: string): boolean {
  for (let at = body.indexOf('/'); at !== -1; at = body.indexOf('/', at + 1))
    if (isLetter(body.charCodeAt(at + 1)) && beginsLine(body, at)) return true
  return false
}

function beginsLine(body: string, slash: number): boolean {
  for (let at = slash - 1; at >= 0; at -= 1) {
    const code = body.charCodeAt(at)
    if (code === lineFeed || code === carriageReturn) return true
    if (isLetter(code)) return false
  }
  return true
}

const lineFeed = 10
const carriageReturn = 13

/** An ASCII letter; names of commands have no others. */
function isLetter(code: number): boolean {
  const folded = code | 32
  return folded >= 97 && folded <= 122
}
