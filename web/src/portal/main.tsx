import { mount } from '../ui/mount.tsx'
import './portal.css'
import './listings.css'
import './usage.css'
import './views.css'
import './invoice.css'
import { PortalPage } from './portal-page.tsx'

await mount(() => <PortalPage />)
