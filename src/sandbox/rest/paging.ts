import { ok, type RestAnswer, type RestCall } from './call.js'

/** Items of a page unless asked otherwise, and at most. Source: GitHub docs, "Using pagination in the REST API". */
const perPageDefault = 30
const perPageMax = 100

export interface Page<T> {
  readonly items: readonly T[]
  readonly headers: Readonly<Record<string, string>>
}

/** Cuts the page that `page` and `per_page` ask for, with the `Link` header that leads to the others. */
export function pageOf<T>(call: RestCall, all: readonly T[]): Page<T> {
  const perPage = Math.min(wholeNumber(call.query.get('per_page'), perPageDefault), perPageMax)
  const page = wholeNumber(call.query.get('page'), 1)
  const last = Math.max(1, Math.ceil(all.length / perPage))
  const links: string[] = []
  const link = (to: number, rel: string) => {
    const query = new URLSearchParams(call.query)
    query.set('page', String(to))
    links.push(`<${call.baseUrl}${call.path}?${query.toString()}>; rel="${rel}"`)
  }
  if (page > 1) link(page - 1, 'prev')
  if (page < last) link(page + 1, 'next')
  if (page < last) link(last, 'last')
  if (page > 1) link(1, 'first')
  return {
    items: all.slice((page - 1) * perPage, page * perPage),
    headers: links.length === 0 ? {} : { link: links.join(', ') },
  }
}

/** One page of a list, with the `Link` header. Source: GitHub docs, “Using pagination in the REST API”. */
export function pagedList<T>(call: RestCall, all: readonly T[], shape: (item: T) => unknown): RestAnswer {
  const { items, headers } = pageOf(call, all)
  return { ...ok(items.map(shape)), headers }
}

function wholeNumber(text: string | null, otherwise: number): number {
  return text !== null && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : otherwise
}
