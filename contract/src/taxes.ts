import { Type } from 'typebox'
import { type Endpoint, org } from './endpoint.ts'
import { flag, kind, text } from './schemas.ts'

export const TaxCode = Type.Object(
  {
    object: kind('taxCode'),
    code: text('What a plan names as its `defaultTaxCode`.'),
    description: text('What it stands for.'),
    electronic: flag('Whether consumers pay the rate of where they are, not of where you are.'),
  },
  { title: 'TaxCode', description: 'A kind of service, as tax sees it.' },
)

export const taxes = {
  listTaxCodes: {
    method: 'GET',
    path: '/v0/taxes/codes',
    tag: 'Taxes',
    summary: 'List the kinds of services that tax distinguishes',
    access: org('catalog:read'),
    replies: {
      200: Type.Object({
        object: kind('list'),
        data: Type.Array(TaxCode, { description: 'All of them.' }),
      }),
    },
    problems: [],
  },
} as const satisfies Record<string, Endpoint>
