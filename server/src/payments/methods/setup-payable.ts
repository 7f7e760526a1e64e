import type { Payable } from '../payable.ts'

/** Nothing is paid: the method is stored as that of any other payment that succeeded. */
export const setupPayable: Payable = {
  settle: async () => 'settled',
  expire: async () => undefined,
}
