/** Where an HTML tokenizer stands between two lines. Source: HTML Standard, “Tokenization”. */
export interface HtmlState {
  readonly mode:
    | 'data'
    | 'comment'
    | 'bogus-comment'
    | 'tag-name'
    | 'between-attributes'
    | 'attribute-name'
    | 'before-value'
    | 'bare-value'
    | 'double-quoted'
    | 'single-quoted'
  /** The tag being read, as far as it is known. */
  readonly name: string
  readonly end: boolean
}

export interface HtmlTag {
  readonly name: string
  readonly end: boolean
}

/** The state in which Markdown may go on: no comment and no tag is open. */
export const htmlAtRest: HtmlState = { mode: 'data', name: '', end: false }

/**
 * The complete tags on one line of raw HTML, and the state at its end. Own code because an HTML parser builds a tree and has no state that
 * could be carried over the Markdown between two blocks. Linear.
 */
export function scanRawHtml(
  line: string,
  from: HtmlState,
): { readonly state: HtmlState; readonly tags: readonly HtmlTag[] } {
  const text = `${line}\n`
  const tags: HtmlTag[] = []
  let { mode, name, end } = from
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? ''
    if (mode === 'data') {
      const begun = character === '<' ? markupStart(text, at) : null
      if (begun === null) continue
      at = begun.last
      mode = begun.state.mode
      name = begun.state.name
      end = begun.state.end
    } else if (mode === 'comment') {
      if (text.startsWith('-->', at) || text.startsWith('--!>', at)) {
        at = text.indexOf('>', at)
        mode = 'data'
      }
    } else {
      if (character === '>' && mode !== 'double-quoted' && mode !== 'single-quoted') {
        if (mode !== 'bogus-comment') tags.push({ name: name.toLowerCase(), end })
        mode = 'data'
        continue
      }
      mode = modeAfter(mode, character)
      // Nothing that is tracked has a longer name, and text that only looks like a tag must not be collected.
      if (mode === 'tag-name' && name.length < trackedNameMax) name += character
    }
  }
  return { state: mode === 'data' ? htmlAtRest : { mode, name, end }, tags }
}

/** What is known of an element whose start or end tag changes what a reader sees; null for all others. */
export function trackedElement(name: string): { readonly hides: boolean; readonly barrier: boolean } | null {
  const hides = hidingNames.has(name)
  const barrier = barrierNames.has(name)
  return hides || barrier ? { hides, barrier } : null
}

/** Elements whose content browsers do not show as text of the page, or not before a click. */
const hidingNames: ReadonlySet<string> = new Set([
  'details',
  'template',
  'select',
  'video',
  'audio',
  'object',
])

/** Elements through which an end tag does not reach. Source: HTML Standard, “has an element in scope”; table stands for its cells. */
const barrierNames: ReadonlySet<string> = new Set([
  'table',
  'template',
  'select',
  'object',
  'marquee',
  'applet',
])

const trackedNameMax = 20

/** Tags that GitHub shows as text. Source: GitHub Flavored Markdown, “Disallowed Raw HTML”. */
const disallowedNames: ReadonlySet<string> = new Set([
  'title',
  'textarea',
  'style',
  'xmp',
  'iframe',
  'noembed',
  'noframes',
  'script',
  'plaintext',
])

/** What a `<` begins, and the index of the last character that is read with it; null when it is text. */
function markupStart(text: string, at: number): { readonly state: HtmlState; readonly last: number } | null {
  if (text.startsWith('<!--', at)) {
    const short = text.startsWith('<!-->', at) ? at + 4 : text.startsWith('<!--->', at) ? at + 5 : null
    return short === null
      ? { state: { mode: 'comment', name: '', end: false }, last: at + 3 }
      : { state: htmlAtRest, last: short }
  }
  const next = text[at + 1] ?? ''
  const end = next === '/'
  const first = end ? (text[at + 2] ?? '') : next
  if (/[A-Za-z]/.test(first)) {
    const name = /^[A-Za-z]*/.exec(text.slice(at + (end ? 2 : 1), at + trackedNameMax))?.[0] ?? ''
    if (disallowedNames.has(name.toLowerCase())) return null
    return { state: { mode: 'tag-name', name: first, end }, last: at + (end ? 2 : 1) }
  }
  const bogus = next === '!' || next === '?' || end
  return bogus ? { state: { mode: 'bogus-comment', name: '', end: false }, last: at + 1 } : null
}

/** The state behind one character inside a tag, when it does not end the tag. */
function modeAfter(
  mode: Exclude<HtmlState['mode'], 'data' | 'comment'>,
  character: string,
): HtmlState['mode'] {
  const space = character === ' ' || character === '\n' || character === '\f'
  switch (mode) {
    case 'bogus-comment':
      return mode
    case 'double-quoted':
      return character === '"' ? 'between-attributes' : mode
    case 'single-quoted':
      return character === "'" ? 'between-attributes' : mode
    case 'tag-name':
    case 'bare-value':
      return space || (character === '/' && mode === 'tag-name') ? 'between-attributes' : mode
    case 'between-attributes':
      return space || character === '/' ? mode : 'attribute-name'
    case 'attribute-name':
      if (character === '/') return 'between-attributes'
      return character === '=' ? 'before-value' : mode
    case 'before-value':
      if (space) return mode
      if (character === '"') return 'double-quoted'
      return character === "'" ? 'single-quoted' : 'bare-value'
  }
}
