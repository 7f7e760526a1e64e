import type { Payables } from './payable.ts'
import type { Provider } from './providers/provider.ts'

/** What it takes to collect money: who moves it, and who says what it was for. The wiring hands it in. */
export type Collecting = { readonly provider: Provider; readonly payables: Payables }
