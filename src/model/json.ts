/** A value that JSON can carry; objects are read by own keys only. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject

/** A JSON object. Keys may be any string, `__proto__` included: build it with a null prototype where users name keys. */
export interface JsonObject {
  readonly [key: string]: Json
}

/** A JSON Schema (draft 2020-12) as plain data. */
export type JsonSchema = JsonObject

/** Whether a value is a list; `Array.isArray` alone forgets what is in it. */
export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}
