const alphabet = 'abcdefghijklmnopqrstuvwxyz'
/** Letters that are shown as others and are no letters to Unicode, or not the same ones: small capitals, and letters in circles and squares. */
const dressedLetters: ReadonlyMap<string, string> = new Map([
  ...pairs('ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ', 'abcdefghijklmnoprstuvwyz'),
  ...[0x24b6, 0x24d0, 0x1f110, 0x1f130, 0x1f150, 0x1f170].flatMap((first) =>
    [...alphabet].map((letter, at) => [String.fromCodePoint(first + at), letter] as const),
  ),
])

function pairs(dressed: string, plain: string): readonly (readonly [string, string])[] {
  return [...dressed].map((letter, at) => [letter, plain[at] ?? ''])
}

/** Longest line that is looked at, in characters: whoever wants to stop a request with more decoration writes it anew when asked. */
const lineMax = 1000
const dress = /[&<*_\\]|^\s*[^\p{L}\p{N}\s/]/u
const letter = new RegExp(`[${[...dressedLetters.keys()].join('')}]`, 'u')
/** Named character references that are shown as nothing; any other that is not listed is taken for a blank. */
const shownAsNothing = /^(?:shy|zwnj|zwj|ZeroWidthSpace|NoBreak|lrm|rlm)$/
const shownAs: ReadonlyMap<string, string> = new Map([
  ['sol', '/'],
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
])
/** Tags within a line that only change how its text looks. */
const looks = /<\/?(?:b|big|em|font|i|ins|mark|small|span|strong|sub|sup|u)(?:\s[^<>]{0,400})?>/gi
/** What may stand in front of a command without making it somebody else's word. */
const front = /^(?:@[a-z0-9-]{1,40}\/[a-z0-9_.-]{1,100}[,:]?(?=\s)|[^\p{L}\p{N}\s/`<@[\]~]|\s)+/iu
/** Quotation marks and brackets: behind a command in them nothing else may be said, or it is talked about. */
const quoted = /["'“”‘’«»(]/u

/**
 * A line without what only changes how a command in it looks: character references, emphasis, tags, letters in circles, and marks in front. Null where
 * nothing of that is there. For what stops a request only: what goes ahead is never looked for under anything.
 */
export function undressed(line: string): string | null {
  const text = line.slice(0, lineMax)
  if (!dress.test(text) && !letter.test(text)) return null
  const plain = [...referencesShown(text).replaceAll(looks, '')]
    .map((each) => dressedLetters.get(each) ?? each)
    .join('')
    .replaceAll(/[*_\\]/g, '')
  const [before = ''] = front.exec(plain) ?? []
  const bare = plain.slice(before.length)
  const talkedAbout = quoted.test(before) && /\p{L}/u.test(bare.replace(/^\/[\p{L}\p{M}]+/u, ''))
  return bare === line || talkedAbout ? null : bare
}

function referencesShown(text: string): string {
  return text.replaceAll(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z][a-z0-9]{1,30}));/gi,
    (_, decimal?: string, hexadecimal?: string, name = '') => {
      if (name !== '') return shownAs.get(name) ?? (shownAsNothing.test(name) ? '' : ' ')
      const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal)
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ' '
    },
  )
}
