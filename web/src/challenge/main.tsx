import { mount } from '../ui/mount.tsx'
import { ChallengePage } from './challenge-page.tsx'

await mount(() => <ChallengePage />)
