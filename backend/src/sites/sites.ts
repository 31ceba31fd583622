import type { Site } from '@orrery/contract';

const site = (id: string, name: string, latitude: number, longitude: number, elevation: number): Site => ({
  id,
  name,
  latitude,
  longitude,
  elevation,
});

/**
 * Places one can ask for by name. Coordinates are those the observatories publish, rounded to 1e-4° (10 m);
 * heights are metres above sea level, which differ from ellipsoidal ones by tens of metres at most.
 */
export const SITES: readonly Site[] = [
  site('greenwich', 'Greenwich, Royal Observatory', 51.4769, -0.0005, 47),
  site('potsdam', 'Potsdam, Germany', 52.3806, 13.0642, 81),
  site('jodrell-bank', 'Jodrell Bank, United Kingdom', 53.2367, -2.3085, 78),
  site('effelsberg', 'Effelsberg, Germany', 50.5248, 6.8836, 319),
  site('la-palma', 'La Palma, Roque de los Muchachos', 28.7606, -17.8816, 2396),
  site('tenerife', 'Tenerife, Teide Observatory', 28.3009, -16.5118, 2390),
  site('calar-alto', 'Calar Alto, Spain', 37.2236, -2.5461, 2168),
  site('tromso', 'Tromsø, Norway', 69.6492, 18.9553, 100),
  site('kiruna', 'Kiruna, Sweden', 67.8558, 20.2253, 530),
  site('svalbard', 'Svalbard, Longyearbyen', 78.1531, 16.0289, 445),
  site('south-pole', 'South Pole, Amundsen–Scott', -90, 0, 2835),
  site('mauna-kea', 'Mauna Kea, Hawaii', 19.8263, -155.4747, 4205),
  site('kitt-peak', 'Kitt Peak, Arizona', 31.9583, -111.5967, 2096),
  site('palomar', 'Palomar, California', 33.3564, -116.865, 1712),
  site('green-bank', 'Green Bank, West Virginia', 38.4331, -79.8398, 807),
  site('boulder', 'Boulder, Colorado', 39.9949, -105.2611, 1650),
  site('arecibo', 'Arecibo, Puerto Rico', 18.3442, -66.7528, 497),
  site('paranal', 'Paranal, Chile', -24.6272, -70.4042, 2635),
  site('la-silla', 'La Silla, Chile', -29.2567, -70.7346, 2400),
  site('cerro-pachon', 'Cerro Pachón, Rubin Observatory', -30.2446, -70.7494, 2663),
  site('alma', 'ALMA, Chajnantor', -23.0193, -67.7532, 5059),
  site('sutherland', 'Sutherland, South Africa', -32.3794, 20.8107, 1798),
  site('siding-spring', 'Siding Spring, Australia', -31.2734, 149.0617, 1165),
  site('parkes', 'Parkes, Australia', -32.9984, 148.2636, 392),
  site('mount-john', 'Mount John, New Zealand', -43.9856, 170.465, 1029),
  site('tokyo', 'Tokyo, Japan', 35.6762, 139.6503, 40),
  site('new-york', 'New York, United States', 40.7128, -74.006, 10),
  site('singapore', 'Singapore', 1.3521, 103.8198, 15),
];
