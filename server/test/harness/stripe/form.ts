/** A body as Stripe takes it: `a[b][0]=c`, form-encoded. */
export type Form = { readonly [name: string]: FormValue }
export type FormValue = string | Form | readonly FormValue[]

export function readForm(text: string): Form {
  const read: Record<string, unknown> = {}
  for (const [name, value] of new URLSearchParams(text)) put(read, pathOf(name), value)
  return listsOf(read) as Form
}

function pathOf(name: string): string[] {
  return name.split('[').map((part) => part.replace(/\]$/, ''))
}

function put(into: Record<string, unknown>, [first = '', ...rest]: string[], value: string) {
  if (rest.length === 0) {
    into[first] = value
    return
  }
  into[first] ??= {}
  put(into[first] as Record<string, unknown>, rest, value)
}

/** What is named 0, 1, 2 is a list. */
function listsOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([name, one]) => [name, listsOf(one)] as const)
  const isList = entries.length > 0 && entries.every(([name], at) => name === String(at))
  return isList ? entries.map(([, one]) => one) : Object.fromEntries(entries)
}
