import { isLetter, mark } from './block-start.js'

/** Where an HTML tokenizer stands between two lines. Source: HTML Standard, “Tokenization”. */
export interface HtmlState {
  mode:
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
  /** The element whose tag is being read, or was read last, as far as it is known; null for all that change nothing. */
  element: TrackedElement | null
  isEnd: boolean
}

/** An element whose start or end tag changes what a reader sees. */
export interface TrackedElement {
  readonly name: string
  /** Whether browsers do not show its content as text of the page, or not before a click. */
  readonly hides: boolean
  /** Whether an end tag does not reach through it. Source: HTML Standard, “has an element in scope”; table stands for its cells. */
  readonly barrier: boolean
}

/** The state in which Markdown may go on: no comment and no tag is open. */
export function htmlAtRest(): HtmlState {
  return { mode: 'data', element: null, isEnd: false }
}

/** Forgets what is open. */
export function bringToRest(state: HtmlState): void {
  state.mode = 'data'
  state.element = null
}

/**
 * Reads on in a line of raw HTML, from `at` to behind the next tag of an element that matters, which the state then names, or else to the end of the
 * line. Own code because an HTML parser builds a tree and has no state that could be carried over the Markdown between two blocks. Linear.
 * @returns where to read on, or -1 where the line is read.
 */
export function readToTag(text: string, at: number, end: number, state: HtmlState): number {
  let next = at
  // The line end is read with the line: it ends names and values.
  while (next <= end) {
    if (state.mode === 'data') {
      while (next < end && text.charCodeAt(next) !== mark.less) next += 1
      next = next < end ? beginMarkup(text, next, end, state) : end + 1
    } else if (state.mode === 'comment') next = passComment(text, next, end, state)
    else {
      next = passTag(text, next, end, state)
      if (next <= end && state.element !== null) return next
    }
  }
  return -1
}

/** Names that change what a reader sees, by what they do. */
const tracked: ReadonlyMap<string, TrackedElement> = new Map(
  [
    { name: 'details', hides: true, barrier: false },
    { name: 'video', hides: true, barrier: false },
    { name: 'audio', hides: true, barrier: false },
    { name: 'template', hides: true, barrier: true },
    { name: 'select', hides: true, barrier: true },
    { name: 'object', hides: true, barrier: true },
    { name: 'table', hides: false, barrier: true },
    { name: 'marquee', hides: false, barrier: true },
    { name: 'applet', hides: false, barrier: true },
  ].map((element) => [element.name, element]),
)

/** Shortest and longest of those names, so that nothing else needs to be looked up. */
const trackedNameMin = 5
const trackedNameMax = 8

/** What is known of the element whose name stands between two places; null for all that change nothing. */
export function trackedElement(text: string, from: number, end: number): TrackedElement | null {
  const length = end - from
  if (length < trackedNameMin || length > trackedNameMax) return null
  return tracked.get(text.slice(from, end).toLowerCase()) ?? null
}

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

/** Shortest and longest of those names. */
const disallowedNameMin = 3
const disallowedNameMax = 9

/** Reads what the `<` at `at` begins, which may be text, and tells where to go on. */
function beginMarkup(text: string, at: number, end: number, state: HtmlState): number {
  const code = text.charCodeAt(at + 1)
  const isEnd = code === mark.slash
  const from = isEnd ? at + 2 : at + 1
  if (isLetter(text.charCodeAt(from))) {
    if (isDisallowed(text, from, end)) return at + 1
    state.mode = 'tag-name'
    state.isEnd = isEnd
    return from
  }
  if (text.startsWith('<!--', at)) {
    if (text.startsWith('<!-->', at)) return at + 5
    if (text.startsWith('<!--->', at)) return at + 6
    state.mode = 'comment'
    return at + 4
  }
  if (code !== mark.bang && code !== mark.question && !isEnd) return at + 1
  state.mode = 'bogus-comment'
  state.element = null
  return at + 2
}

function isDisallowed(text: string, from: number, end: number): boolean {
  let behind = from + 1
  while (behind < end && behind - from <= disallowedNameMax && isLetter(text.charCodeAt(behind))) behind += 1
  const length = behind - from
  if (length < disallowedNameMin || length > disallowedNameMax) return false
  return disallowedNames.has(text.slice(from, behind).toLowerCase())
}

function passComment(text: string, at: number, end: number, state: HtmlState): number {
  for (let next = at; next < end; next += 1) {
    if (text.charCodeAt(next) !== mark.dash) continue
    const width = text.startsWith('-->', next) ? 3 : text.startsWith('--!>', next) ? 4 : 0
    if (width === 0) continue
    state.mode = 'data'
    return next + width
  }
  return end + 1
}

/** Reads on inside a tag or what is taken for a comment, up to its end or the end of the line. */
function passTag(text: string, at: number, end: number, state: HtmlState): number {
  for (let next = at; next <= end; next += 1) {
    const code = next < end ? text.charCodeAt(next) : lineEndCode
    const before = state.mode
    const ends = code === mark.greater && before !== 'double-quoted' && before !== 'single-quoted'
    state.mode = ends ? 'data' : modeAfter(before, code)
    // A name begins where this line is read from: none goes on behind a line end.
    if (before === 'tag-name' && state.mode !== 'tag-name') state.element = trackedElement(text, at, next)
    if (ends) return next + 1
  }
  return end + 1
}

const lineEndCode = 0x0a
const formFeed = 0x0c
const space = 0x20
const doubleQuote = 0x22
const singleQuote = 0x27

/** The state behind one character inside a tag, when it does not end the tag. */
function modeAfter(mode: HtmlState['mode'], code: number): HtmlState['mode'] {
  const blank = code === space || code === lineEndCode || code === formFeed
  switch (mode) {
    case 'data':
    case 'comment':
    case 'bogus-comment':
      return mode
    case 'double-quoted':
      return code === doubleQuote ? 'between-attributes' : mode
    case 'single-quoted':
      return code === singleQuote ? 'between-attributes' : mode
    case 'tag-name':
    case 'bare-value':
      return blank || (code === mark.slash && mode === 'tag-name') ? 'between-attributes' : mode
    case 'between-attributes':
      return blank || code === mark.slash ? mode : 'attribute-name'
    case 'attribute-name':
      if (code === mark.slash) return 'between-attributes'
      return code === mark.equals ? 'before-value' : mode
    case 'before-value':
      if (blank) return mode
      if (code === doubleQuote) return 'double-quoted'
      return code === singleQuote ? 'single-quoted' : 'bare-value'
  }
}
