'use client';
import mapboxgl from 'mapbox-gl';
import { useEffect, useRef } from 'react';

mapboxgl.accessToken = process.env.NEXT_PUBLIC_MAPBOX_TOKEN!;

export default function Stores() {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    new mapboxgl.Map({ container: place.current!, style: 'mapbox://styles/mapbox/light-v11', center: [8.6, 53.5], zoom: 8 });
  }, []);
  return <div ref={place} />;
}
