/**
 * Text that is ready to be written to GitHub. Only the functions of this file make it, so whatever a person typed
 * has passed an encoder: a value can neither mention a team nor close an issue, nor become a link, an image, a heading or HTML.
 */
export interface Markdown {
  readonly source: string
}

/**
 * A template tag: the literal parts are ours, every inserted string is encoded as prose, inserted Markdown stays as it is.
 */
export function markdown(
  literals: TemplateStringsArray,
  ...values: readonly (Markdown | string | number)[]
): Markdown {
  const parts = literals.map((literal, index) => {
    const value = values[index]
    return value === undefined ? literal : literal + encode(value)
  })
  return { source: parts.join('') }
}

/** A value as inline code, where nothing in it has a meaning. Line breaks become `⏎`. Safe inside table cells. */
export function code(text: string): Markdown {
  const line = visible(text).replaceAll('\n', '⏎').replaceAll('|', '\\|')
  const fence = '`'.repeat(longestRun(line, '`') + 1)
  const padding = /^[` ]|[` ]$|^$/.test(line) ? ' ' : ''
  return { source: `${fence}${padding}${line}${padding}${fence}` }
}

/** Several lines as a code block whose fence is longer than any run of backticks inside. */
export function codeBlock(text: string, language = ''): Markdown {
  const fence = '`'.repeat(Math.max(3, longestRun(text, '`') + 1))
  const body = visible(text)
  return { source: `${fence}${language}\n${body}${body.endsWith('\n') ? '' : '\n'}${fence}` }
}

/** A table with a head of ours. */
export function table(head: readonly string[], rows: readonly (readonly Markdown[])[]): Markdown {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const body = rows.map((row) => line(row.map((cell) => cell.source)))
  return { source: [line(head), line(head.map(() => '---')), ...body].join('\n') }
}

/** Blocks one below the other, with a blank line between them; null leaves a block out. */
export function blocks(...parts: readonly (Markdown | null)[]): Markdown {
  return { source: parts.flatMap((part) => (part === null ? [] : [part.source])).join('\n\n') }
}

/** Lines of a bulleted list. */
export function bullets(items: readonly Markdown[]): Markdown {
  return { source: items.map((item) => `- ${item.source}`).join('\n') }
}

/** An item of an outline with those below it. */
export interface OutlineItem {
  readonly text: Markdown
  readonly below: readonly OutlineItem[]
}

/** A bulleted list with lists in its items. */
export function outline(items: readonly OutlineItem[]): Markdown {
  return { source: outlineLines(items, '').join('\n') }
}

function outlineLines(items: readonly OutlineItem[], indent: string): readonly string[] {
  return items.flatMap(({ text, below }) => [
    `${indent}- ${text.source}`,
    ...outlineLines(below, `${indent}  `),
  ])
}

/** Pieces joined by a separator of ours. */
export function joined(items: readonly Markdown[], separator: string): Markdown {
  return { source: items.map((item) => item.source).join(separator) }
}

/** As in “a, b or c”. */
export function oneOfThem(items: readonly Markdown[]): Markdown {
  const others = items.slice(0, -1)
  return joined([...(others.length === 0 ? [] : [joined(others, ', ')]), ...items.slice(-1)], ' or ')
}

/** A folded section. */
export function details(summary: Markdown, body: Markdown): Markdown {
  return { source: `<details><summary>${summary.source}</summary>\n\n${body.source}\n\n</details>` }
}

/** A mention of a user or, as `organization/team`, of a team, who are notified. Anything else becomes code. */
export function mention(name: string): Markdown {
  const isName = /^[A-Za-z0-9][A-Za-z0-9-]*(?:\/[A-Za-z0-9][A-Za-z0-9._-]*)?$/.test(name)
  return isName ? { source: `@${name}` } : code(name)
}

/**
 * An issue or pull request by its number, which GitHub makes a link: `#7`, or `acme/gitops#7` in another repository. A name that is none
 * of GitHub's becomes code.
 */
export function reference(
  repository: { readonly owner: string; readonly name: string } | null,
  number: number,
): Markdown {
  if (repository === null) return { source: `#${number}` }
  const text = `${repository.owner}/${repository.name}#${number}`
  return /^[A-Za-z0-9][\w-]*\/[\w.-]+#\d+$/.test(text) ? { source: text } : code(text)
}

/**
 * A commit, which GitHub makes a link to it: by its id alone, or as `acme/gitops@4c1f…` in another repository. What is no id, or no name of GitHub's,
 * becomes code.
 */
export function commitReference(
  repository: { readonly owner: string; readonly name: string } | null,
  commit: string,
): Markdown {
  const text = repository === null ? commit : `${repository.owner}/${repository.name}@${commit}`
  return /^(?:[A-Za-z0-9][\w-]*\/[\w.-]+@)?(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text)
    ? { source: text }
    : code(commit.slice(0, 12))
}

/**
 * A link to an address that somebody else wrote. Only an address over https that is written in plain characters becomes one; of any other the text
 * stays, with the address as code. An issue, a pull request or a discussion is not linked to: GitHub would note the link there.
 */
export function link(text: Markdown, address: string): Markdown {
  const isPlain = /^https:\/\/[a-z0-9.-]+(?::\d{1,5})?(?:[/?#][\w\-.~:/?#@!$&'*+,;=%]*)?$/i.test(address)
  const isNoted = /^https:\/\/[^/]+\/+[^/]+\/+[^/]+\/+(?:issues|pull|discussions)\b/i.test(address)
  if (isPlain && !isNoted && address.length <= linkLengthMax)
    return { source: `[${text.source}](<${address.replaceAll('&', '&amp;')}>)` }
  return markdown`${text} (${code(shortened(address))})`
}

/** Longer addresses are for programs. */
const linkLengthMax = 1_000
const addressShownMax = 100

function shortened(address: string): string {
  return address.length <= addressShownMax ? address : `${address.slice(0, addressShownMax)}…`
}

function encode(value: Markdown | string | number): string {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' ? prose(value) : value.source
}

/**
 * Encodes a string as running text. Punctuation of Markdown is escaped; what GitHub links after rendering (mentions, issue
 * numbers, addresses) is broken by a zero-width space, because a backslash does not stop it. Line breaks become blanks.
 */
function prose(text: string): string {
  return visible(text)
    .replaceAll('\n', ' ')
    .replaceAll(/[\\`*_[\]<>|~!&{}$]/g, '\\$&')
    .replaceAll(/[@#](?=[\w-])/g, '$&&#8203;')
    .replaceAll(/:(?=\/\/)/g, ':&#8203;')
    .replaceAll(/www(?=\.)/gi, '$&&#8203;')
    .replaceAll(/\bGH(?=-\d)/gi, '$&&#8203;')
}

/**
 * Makes visible what a reader could not see: control characters, bidirectional controls and zero-width characters
 * become their code points, as in `⟨U+202E⟩`. Line feeds and tabs stay.
 */
export function visible(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029\u115F\u1160\u3164\uFFA0]/gu, (character) =>
      character === '\n' || character === '\t' ? character : `⟨U+${hex(character)}⟩`,
    )
}

function hex(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
}

function longestRun(text: string, character: string): number {
  let longest = 0
  let run = 0
  for (const each of text) {
    run = each === character ? run + 1 : 0
    longest = Math.max(longest, run)
  }
  return longest
}
