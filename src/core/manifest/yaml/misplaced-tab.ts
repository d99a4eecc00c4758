import { COLLECTION_STYLE, EVENT_ID, type Event, SCALAR_STYLE } from 'js-yaml'
import { indentedOffset, type ParsedEvents } from './parse-lenient.js'
import { columnOf } from './text-lines.js'

/** A part of a text in which a line may begin with a tab: anywhere, or behind as many spaces as `column` says. */
interface Span {
  readonly start: number
  readonly end: number
  readonly column: number
}

/**
 * The offset of a tab with which libyaml, Go's yaml and so Kubernetes stop reading, or null: the first character of a line but for spaces, where
 * they expect indentation. Between brackets and quotes, and deeper than what is around, it is white space to them as well.
 */
export function misplacedTab(text: string, { source, events, indented }: ParsedEvents): number | null {
  const tabs = [...text.matchAll(/(?:^|\n) *\t/g)].map(({ index, 0: line }) => index + line.length - 1)
  if (tabs.length === 0) return null
  const spans = spansOf(source, events)
  const misplaced = tabs.find((tab) => {
    const at = indentedOffset(tab, indented)
    const scalar = spanAt(spans.scalars, at)
    return scalar === null ? spanAt(spans.brackets, at) === null : columnOf(text, tab) < scalar.column
  })
  return misplaced ?? null
}

/** The span an offset is in, found by halving. */
function spanAt(spans: readonly Span[], at: number): Span | null {
  let [from, to] = [0, spans.length]
  while (to - from > 1) {
    const middle = Math.floor((from + to) / 2)
    if ((spans[middle]?.start ?? 0) <= at) from = middle
    else to = middle
  }
  const span = spans[from]
  return span !== undefined && span.start <= at && at < span.end ? span : null
}

/** In the order of the text; of brackets the outermost. */
interface Spans {
  readonly scalars: readonly Span[]
  readonly brackets: readonly Span[]
}

function spansOf(source: string, events: readonly Event[]): Spans {
  const scalars: Span[] = []
  const brackets: Span[] = []
  const around: Event[] = []
  let end = 0
  for (const event of events) {
    if (event.type === EVENT_ID.POP) {
      const popped = around.pop()
      if (popped === undefined || !isFlow(popped)) continue
      end = bracketEnd(source, end)
      if (!around.some(isFlow)) brackets.push({ start: popped.start, end, column: 0 })
      continue
    }
    end = Math.max(end, ...ends(event))
    if (event.type === EVENT_ID.SCALAR && event.valueStart >= 0)
      scalars.push(scalarSpan(event, source, around))
    else if (event.type !== EVENT_ID.SCALAR && event.type !== EVENT_ID.ALIAS) around.push(event)
  }
  return { scalars, brackets }
}

type Collection = Extract<Event, { readonly start: number; readonly style: unknown }>

function isCollection(event: Event): event is Collection {
  return event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE
}

function isFlow(event: Event): event is Collection {
  return isCollection(event) && event.style === COLLECTION_STYLE.FLOW
}

/** Of what an event says where it is. */
function ends(event: Event): readonly number[] {
  return [
    'valueEnd' in event ? event.valueEnd : 0,
    'anchorEnd' in event ? event.anchorEnd : 0,
    'tagEnd' in event ? event.tagEnd : 0,
    isFlow(event) ? event.start + 1 : 0,
  ]
}

/** Behind the bracket that closes a collection whose last part ends at `from`; `from` where it cannot be seen. */
function bracketEnd(source: string, from: number): number {
  const filler = /(?:[\s,:?"']|#[^\n]*\n)*[\]}]/y
  filler.lastIndex = from
  return from + (filler.exec(source)?.[0].length ?? 0)
}

/** A text without quotes goes as far as the white space behind it. */
function scalarSpan(
  event: Extract<Event, { readonly valueStart: number }>,
  source: string,
  around: readonly Event[],
): Span {
  const { valueStart: start, valueEnd: end } = event
  switch (event.style) {
    case SCALAR_STYLE.PLAIN: {
      const rest = /[^ \t\r\n]/g
      rest.lastIndex = end
      return {
        start,
        end: rest.exec(source)?.index ?? source.length,
        column: blockColumn(source, around) + 1,
      }
    }
    case SCALAR_STYLE.LITERAL_BLOCK:
    case SCALAR_STYLE.FOLDED_BLOCK:
      return { start, end, column: event.indent }
    case SCALAR_STYLE.SINGLE_QUOTED:
    case SCALAR_STYLE.DOUBLE_QUOTED:
      return { start, end, column: 0 }
  }
}

/** The column of the innermost map or list without brackets, or -1. */
function blockColumn(source: string, around: readonly Event[]): number {
  const block = around.filter(isCollection).findLast(({ style }) => style !== COLLECTION_STYLE.FLOW)
  return block === undefined ? -1 : columnOf(source, block.start)
}
