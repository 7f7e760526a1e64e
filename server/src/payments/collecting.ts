import type { Payables } from './payable.ts'
import type { Providers } from './providers/provider.ts'

/** What it takes to collect money: who moves it, and who says what it was for. The wiring hands it in. */
export type Collecting = { readonly providers: Providers; readonly payables: Payables }
