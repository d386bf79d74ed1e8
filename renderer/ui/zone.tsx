import { createContext, useContext, type ReactNode } from 'react';
import { myZone } from './time.logic';

interface Zones {
  /** This machine's zone: times are shown in it. */
  readonly mine: string;
  /** The workspace's zone: shown on hover. */
  readonly other: string | null;
}

const ZonesContext = createContext<Zones>({ mine: myZone(), other: null });

export function ZoneProvider({ other, children }: { readonly other: string | null; readonly children: ReactNode }) {
  return <ZonesContext value={{ mine: myZone(), other }}>{children}</ZonesContext>;
}

export function useZones(): Zones {
  return useContext(ZonesContext);
}
