import type { ServiceClock } from '@orrery/contract';

/** The time of the service's data; null where it does not answer. */
export async function clockOf(serviceUrl: string): Promise<ServiceClock | null> {
  try {
    const response = await fetch(`${serviceUrl}/api/v1/clock`);
    return response.ok ? ((await response.json()) as ServiceClock) : null;
  } catch {
    return null;
  }
}
