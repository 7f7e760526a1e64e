import { mountInEnglish } from '../ui/mount.tsx'
import './start.css'
import { StartPage } from './start-page.tsx'

mountInEnglish(<StartPage />)
