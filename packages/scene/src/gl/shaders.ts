/**
 * Position of a point on the screen. `perspective`: three's camera. `dome`: stereographic, a direction seen from the
 * centre of the dome; `uTurn` rotates it to the viewer's axes (right, up, forward), `uUp` is the zenith in its own
 * axes.
 */
export type ProjectionName = 'perspective' | 'dome';

const PLACE: Readonly<Record<ProjectionName, string>> = {
  perspective: `
    vec4 place(vec3 p) { return projectionMatrix * modelViewMatrix * vec4(p, 1.0); }
    float fade(vec3 p) { return 1.0; }`,
  dome: `
    uniform mat3 uTurn;
    uniform vec3 uUp;
    uniform float uScale;
    uniform float uShift;
    vec4 place(vec3 p) {
      vec3 v = uTurn * p;
      if (v.z < -0.86) return vec4(0.0, 0.0, 0.0, -1.0);
      vec2 at = v.xy * 2.0 / (1.0 + v.z) * uScale;
      return vec4(at / (uSize * 0.5) + vec2(0.0, uShift), 0.0, 1.0);
    }
    float fade(vec3 p) { return smoothstep(-0.004, 0.02, dot(p, uUp)); }`,
};

/** Round dots with a soft edge; `size` is the diameter in CSS pixels. */
export const pointShader = (projection: ProjectionName): { vertexShader: string; fragmentShader: string } => ({
  vertexShader: `
    attribute vec4 colour;
    attribute float size;
    uniform vec2 uSize;
    uniform float uPixels;
    uniform float uDot;
    uniform float uOpacity;
    varying vec4 vColour;
    varying float vRadius;
    ${PLACE[projection]}
    void main() {
      gl_Position = place(position);
      if (gl_Position.w <= 0.0) gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
      float wide = size * uDot * uPixels;
      vRadius = max(0.7, wide * 0.5);
      gl_PointSize = vRadius * 2.0 + 2.0;
      float small = min(1.0, wide / 1.4);
      vColour = vec4(colour.rgb, colour.a * uOpacity * small * fade(position));
    }`,
  fragmentShader: `
    varying vec4 vColour;
    varying float vRadius;
    void main() {
      float away = length(gl_PointCoord - 0.5) * (vRadius * 2.0 + 2.0);
      float cover = clamp(vRadius + 0.5 - away, 0.0, 1.0);
      if (cover * vColour.a < 0.004) discard;
      gl_FragColor = vec4(vColour.rgb, vColour.a * cover);
    }`,
});

/** Lines as thin strips of their own width in CSS pixels, the edge one pixel soft. */
export const lineShader = (projection: ProjectionName): { vertexShader: string; fragmentShader: string } => ({
  vertexShader: `
    attribute vec3 start;
    attribute vec3 end;
    attribute vec4 startColour;
    attribute vec4 endColour;
    uniform vec2 uSize;
    uniform float uWidth;
    uniform float uOpacity;
    varying vec4 vColour;
    varying float vSide;
    ${PLACE[projection]}
    const float NEAR = 0.01;
    void main() {
      vec4 a = place(start);
      vec4 b = place(end);
      ${
        projection === 'dome'
          ? 'bool hidden = a.w < NEAR || b.w < NEAR;'
          : `bool hidden = a.w < NEAR && b.w < NEAR;
      vec4 a0 = a;
      if (a.w < NEAR) a = mix(a, b, (NEAR - a.w) / (b.w - a.w));
      if (b.w < NEAR) b = mix(b, a0, (NEAR - b.w) / (a0.w - b.w));`
      }
      vec2 along = (b.xy / b.w - a.xy / a.w) * uSize;
      float size = length(along);
      vec2 across = size > 0.0 ? vec2(-along.y, along.x) / size : vec2(0.0);
      float reach = uWidth * 0.5 + 1.0;
      vec4 at = mix(a, b, position.x);
      at.xy += across * position.y * reach / (uSize * 0.5) * at.w;
      gl_Position = hidden ? vec4(2.0, 2.0, 2.0, 1.0) : at;
      vSide = position.y * reach;
      vColour = mix(startColour, endColour, position.x);
      vColour.a *= uOpacity * fade(mix(start, end, position.x));
    }`,
  fragmentShader: `
    uniform float uWidth;
    varying vec4 vColour;
    varying float vSide;
    void main() {
      float cover = clamp(uWidth * 0.5 + 0.5 - abs(vSide), 0.0, 1.0);
      if (cover * vColour.a < 0.004) discard;
      gl_FragColor = vec4(vColour.rgb, vColour.a * cover);
    }`,
});

/** Sky, Milky Way and ground: the direction of every pixel is computed by the inverse projection. */
export const airShader = {
  vertexShader: `
    varying vec2 vAt;
    void main() {
      vAt = position.xy;
      gl_Position = vec4(position.xy, 0.0, 1.0);
    }`,
  fragmentShader: `
    varying vec2 vAt;
    uniform vec2 uSize;
    uniform float uScale;
    uniform float uShift;
    uniform mat3 uBack;
    uniform mat3 uToStars;
    uniform vec3 uSun;
    uniform vec4 uZenith;
    uniform vec4 uHorizon;
    uniform vec4 uGlow;
    uniform vec4 uGround;
    uniform float uMilkyWay;
    uniform sampler2D uMilky;
    const float PI = 3.141592653589793;
    void main() {
      vec2 at = (vAt - vec2(0.0, uShift)) * uSize * 0.5 / uScale;
      float rho = dot(at, at) / 4.0;
      vec3 d = uBack * vec3(at / (1.0 + rho), (1.0 - rho) / (1.0 + rho));
      float up = d.z;
      vec3 colour = mix(uHorizon.rgb, uZenith.rgb, smoothstep(0.0, 0.62, up));
      vec3 s = uToStars * d;
      vec2 uv = vec2(atan(s.y, s.x) / (2.0 * PI), 0.5 - asin(clamp(s.z, -1.0, 1.0)) / PI);
      float band = texture2D(uMilky, uv).r;
      colour += vec3(0.62, 0.68, 0.84) * band * uMilkyWay * smoothstep(0.0, 0.25, up);
      float near = max(0.0, dot(normalize(vec3(d.xy, 0.02)), normalize(vec3(uSun.xy, 0.02))));
      float low = exp(-max(up, 0.0) * 4.5);
      float halo = exp(-distance(d, uSun) * 2.6);
      float light = uGlow.a * max(low * (0.12 + 0.88 * pow(near, 3.0)), halo);
      colour = mix(colour, uGlow.rgb, clamp(light, 0.0, 0.85));
      float edge = 1.2 / uScale;
      vec3 ground = mix(uGround.rgb, uHorizon.rgb, 0.16 * exp(up * 9.0));
      gl_FragColor = vec4(mix(ground, colour, smoothstep(-edge, edge, up)), 1.0);
    }`,
};

/** The globe: sea and land by day and by night with a soft terminator, and a rim of atmosphere. */
export const globeShader = {
  vertexShader: `
    varying vec3 vNormal;
    varying vec3 vView;
    void main() {
      vNormal = position;
      vec4 view = modelViewMatrix * vec4(position, 1.0);
      vView = normalize(-(view.xyz));
      gl_Position = projectionMatrix * view;
    }`,
  fragmentShader: `
    varying vec3 vNormal;
    varying vec3 vView;
    uniform sampler2D uLand;
    uniform vec3 uSun;
    uniform vec4 uSea;
    uniform vec4 uShore;
    uniform vec4 uNight;
    uniform vec4 uRim;
    uniform float uNightDepth;
    uniform mat3 normalMatrix;
    const float PI = 3.141592653589793;
    void main() {
      vec3 n = normalize(vNormal);
      vec2 uv = vec2(atan(n.y, n.x) / (2.0 * PI) + 0.5, asin(clamp(n.z, -1.0, 1.0)) / PI + 0.5);
      float land = texture2D(uLand, uv).r;
      vec3 day = mix(uSea.rgb, uShore.rgb, land);
      float up = dot(n, uSun);
      float light = mix(1.0, smoothstep(-0.309, 0.09, up), uNightDepth);
      vec3 colour = mix(mix(day, uNight.rgb, 0.78), day * (0.94 + 0.12 * max(up, 0.0)), light);
      float facing = max(0.0, dot(normalize(normalMatrix * n), vView));
      colour = mix(colour, uRim.rgb, 0.4 * pow(1.0 - facing, 3.0) * (0.35 + 0.65 * light));
      gl_FragColor = vec4(colour, 1.0);
    }`,
};

/** A shell of atmosphere around the globe, brightest at the limb. */
export const haloShader = {
  vertexShader: globeShader.vertexShader,
  fragmentShader: `
    varying vec3 vNormal;
    varying vec3 vView;
    uniform vec3 uSun;
    uniform vec4 uRim;
    uniform mat3 normalMatrix;
    void main() {
      vec3 n = normalize(vNormal);
      float facing = abs(dot(normalize(normalMatrix * n), vView));
      float light = smoothstep(-0.4, 0.3, dot(n, uSun));
      gl_FragColor = vec4(uRim.rgb, pow(facing, 2.2) * 2.2 * (0.08 + 0.5 * light));
    }`,
};

/** A picture over longitude and latitude, the north and 180° west in its first corner, as a shell around the globe. */
export const shellShader = {
  vertexShader: globeShader.vertexShader,
  fragmentShader: `
    varying vec3 vNormal;
    uniform sampler2D uPicture;
    const float PI = 3.141592653589793;
    void main() {
      vec3 n = normalize(vNormal);
      float west = atan(n.y, n.x) / (2.0 * PI) + 0.5;
      gl_FragColor = texture2D(uPicture, vec2(west, 0.5 - asin(clamp(n.z, -1.0, 1.0)) / PI));
    }`,
};
