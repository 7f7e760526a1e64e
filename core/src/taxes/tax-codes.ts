import type { RateKind } from './vat-rates.ts'

/** What is sold, as tax sees it. */
export type TaxCode =
  | 'eservice'
  | 'saas'
  | 'consulting'
  | 'ebook'
  | 'standard'
  | 'reduced'
  | 'exempt'

type Treatment = {
  readonly description: string
  /** Which of a state's rates it takes; undefined for what is never taxed. */
  readonly rate: RateKind | undefined
  /** Whether it is supplied electronically: consumers then pay the rate of where they live. */
  readonly isElectronic: boolean
}

const electronic = { rate: 'standard', isElectronic: true } as const

export const taxCodes: Readonly<Record<TaxCode, Treatment>> = {
  eservice: { ...electronic, description: 'Service supplied electronically.' },
  saas: { ...electronic, description: 'Software used over the network.' },
  consulting: {
    description: 'Advice and other work of people; consumers pay the rate of where the seller is.',
    rate: 'standard',
    isElectronic: false,
  },
  ebook: {
    description: 'Electronic book; at a reduced rate where the state has one for it.',
    rate: 'ebook',
    isElectronic: true,
  },
  standard: { ...electronic, description: 'Anything else at the standard rate.' },
  reduced: {
    description: 'Electronic service at the higher reduced rate of the state.',
    rate: 'reduced',
    isElectronic: true,
  },
  exempt: { description: 'Exempt from tax everywhere.', rate: undefined, isElectronic: true },
}

export function isTaxCode(text: string): text is TaxCode {
  return Object.hasOwn(taxCodes, text)
}
