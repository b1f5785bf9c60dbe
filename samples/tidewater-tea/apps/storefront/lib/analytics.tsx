'use client';
import posthog from 'posthog-js';
import { useEffect } from 'react';

// Nobody is counted who said no.
export function Analytics() {
  useEffect(() => {
    if (localStorage.getItem('consent') !== 'yes') return;
    posthog.init(process.env.NEXT_PUBLIC_POSTHOG_KEY!, { api_host: 'https://eu.i.posthog.com' });
  }, []);
  return null;
}
