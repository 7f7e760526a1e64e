import { mount } from '../ui/mount.tsx'
import { ClaimPage } from './claim-page.tsx'

await mount(() => <ClaimPage />)
