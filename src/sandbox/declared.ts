/**
 * What a route or a GraphQL field reads of what it is given, by path: `title`, `output.summary`, `labels[].name`.
 * `|null` behind a path says that null means something there, and `payload.*` that whatever is below it is read as it is.
 */
export type Declared = readonly string[]

/** The path of the first thing that was given and is not declared, or null. A wrong type is the reader's to refuse, as GitHub does. */
export function undeclaredIn(given: unknown, declared: Declared): string | null {
  return undeclaredAt(given, '', declared)
}

function undeclaredAt(given: unknown, path: string, declared: Declared): string | null {
  if (isOpen(path, declared)) return null
  if (path !== '' && !isDeclared(path, declared)) return path
  if (given === null) return path === '' || declared.includes(`${path}|null`) ? null : `${path}: null`
  const plain =
    declared.includes(path) &&
    !declared.some((one) => /^[.[]/.test(one.slice(path.length)) && one.startsWith(path))
  if (plain) return null
  for (const [inner, value] of partsOf(given, path)) {
    const found = undeclaredAt(value, inner, declared)
    if (found !== null) return found
  }
  return null
}

/** Whether a path is below one that is read as it is. */
function isOpen(path: string, declared: Declared): boolean {
  return declared.some((one) => one.endsWith('.*') && path.startsWith(one.slice(0, -1)))
}

/** Whether a path, or something below it, is read. */
function isDeclared(path: string, declared: Declared): boolean {
  if (isOpen(path, declared)) return true
  return declared.some((one) => {
    const rest = one.startsWith(path) ? one.slice(path.length) : null
    return rest !== null && (rest === '' || /^[.[|]/.test(rest))
  })
}

function partsOf(given: unknown, path: string): readonly (readonly [path: string, value: unknown])[] {
  if (typeof given !== 'object' || given === null) return []
  if (Array.isArray(given)) return given.map((one) => [`${path}[]`, one])
  return Object.entries(given).map(([key, value]) => [path === '' ? key : `${path}.${key}`, value])
}

export interface Watched<T> {
  /** Reads like what was given, and notices what is read of it. */
  readonly value: T
  /** Paths of what was given and has not been read. */
  readonly unread: () => readonly string[]
}

/**
 * What was given, under watch: a declaration is only worth something if what it names is really read, and nothing else.
 * Reading what is not declared throws, because a request with it would be refused and one without it answered as if it did not exist.
 */
export function watched<T>(given: T, declared: Declared): Watched<T> {
  const read = new Set<string>()
  return {
    value: watch(given, '', { declared, read }),
    // Of a list of plain values, whoever has the list has them all.
    unread: () =>
      leavesOf(given).filter(
        (path) => !read.has(path) && !(path.endsWith('[]') && read.has(path.slice(0, -2))),
      ),
  }
}

interface Watch {
  readonly declared: Declared
  readonly read: Set<string>
}

function watch<T>(given: T, path: string, around: Watch): T {
  if (typeof given !== 'object' || given === null) return given
  const pathOf = (key: string | symbol): string | null => {
    if (typeof key === 'symbol') return null
    if (Array.isArray(given)) return /^\d+$/.test(key) ? `${path}[]` : null
    return path === '' ? key : `${path}.${key}`
  }
  const note = (inner: string | null) => {
    if (inner === null) return
    if (!isDeclared(inner, around.declared)) throw new Error(`${inner} is read and not declared`)
    around.read.add(inner)
  }
  return new Proxy(given, {
    get(target, key) {
      const inner = pathOf(key)
      // What every object and list can do is not a field of the request.
      if (inner === null || (!Object.hasOwn(target, key) && key in target)) return Reflect.get(target, key)
      note(inner)
      return watch<unknown>(Reflect.get(target, key), inner, around)
    },
    has(target, key) {
      note(pathOf(key))
      return Reflect.has(target, key)
    },
  })
}

/** The paths of everything that was given, down to the plain values. */
export function leavesOf(given: unknown, path = ''): readonly string[] {
  const parts = partsOf(given, path)
  if (parts.length > 0) return [...new Set(parts.flatMap(([inner, value]) => leavesOf(value, inner)))]
  return path === '' ? [] : [path]
}
