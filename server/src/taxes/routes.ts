import { taxes } from '@tallystick/contract/taxes.ts'
import { taxCodes } from '@tallystick/core/taxes/tax-codes.ts'
import { routes } from '../platform/http/bind.ts'

export const taxRoutes = routes(taxes, {
  async listTaxCodes() {
    return {
      object: 'list' as const,
      data: Object.entries(taxCodes).map(([code, { description, isElectronic }]) => ({
        object: 'taxCode' as const,
        code,
        description,
        electronic: isElectronic,
      })),
    }
  },
})
