import type { IncomingHttpHeaders } from 'node:http'
import { type FieldError, invalid } from '../problem.ts'

/*
 * CloudEvents 1.0 over HTTP, in its three modes, as the events of our own API. An event is the same when its source and
 * its id are; the subject is ours. Attributes that CloudEvents has no name for are extensions: externalsubject,
 * externalid, namespace.
 */

const structured = /^application\/cloudevents\+json\b/i
const batched = /^application\/cloudevents-batch\+json\b/i

/** A body in our own form, whichever way it came. What is no CloudEvent is handed on as it is. */
export function readCloudEvents(headers: IncomingHttpHeaders, body: unknown): unknown {
  const mediaType = headers['content-type'] ?? ''
  if (structured.test(mediaType)) return eventOf(objectOf(body, 'body'), '')
  if (batched.test(mediaType)) {
    if (!Array.isArray(body)) throw wrong('body', 'must be an array of CloudEvents')
    return body.map((one, at) => eventOf(objectOf(one, `${at}`), `${at}.`))
  }
  if (headers['ce-specversion'] === undefined) return body
  return eventOf({ ...attributesIn(headers), data: body }, '')
}

type Attributes = Readonly<Record<string, unknown>>

function objectOf(value: unknown, field: string): Attributes {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Attributes
  throw wrong(field, 'must be a CloudEvent')
}

/** Header values are percent-encoded where they are not plain ASCII. */
function attributesIn(headers: IncomingHttpHeaders): Attributes {
  const attributes = Object.entries(headers).flatMap(([name, value]) =>
    name.startsWith('ce-') && typeof value === 'string' ? [[name.slice(3), decoded(value)]] : [],
  )
  return Object.fromEntries(attributes)
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

function eventOf(attributes: Attributes, path: string) {
  const { specversion, id, source, type, subject, time, data } = attributes
  const { datacontenttype, externalsubject, externalid, namespace } = attributes
  const errors: FieldError[] = []
  const expect = (holds: boolean, field: string, message: string) => {
    if (!holds) errors.push({ field: `${path}${field}`, message, code: 'invalid_value' })
  }
  expect(specversion === '1.0', 'specversion', 'must be 1.0')
  expect(isName(id), 'id', 'must be a text that is not empty')
  expect(isName(source), 'source', 'must be a text that is not empty')
  expect(!('data_base64' in attributes), 'data_base64', 'is not read: send data as a JSON object')
  expect(
    datacontenttype === undefined || /^application\/(.+\+)?json\b/i.test(String(datacontenttype)),
    'datacontenttype',
    'must be application/json',
  )
  if (errors.length > 0) throw invalid(...errors)
  return {
    type,
    source,
    idempotencyKey: keyOf(String(source), String(id)),
    data,
    ...(subject !== undefined && { subject }),
    ...(time !== undefined && { timestamp: time }),
    ...(externalsubject !== undefined && { externalSubject: externalsubject }),
    ...(externalid !== undefined && { externalId: externalid }),
    ...(namespace !== undefined && { namespace }),
  }
}

/** One text for the two, from which both can be told again. */
function keyOf(source: string, id: string): string {
  return `${source.replaceAll('%', '%25').replaceAll('#', '%23')}#${id}`
}

const isName = (value: unknown) => typeof value === 'string' && value !== ''

function wrong(field: string, message: string) {
  return invalid({ field, message, code: 'invalid_type' })
}
