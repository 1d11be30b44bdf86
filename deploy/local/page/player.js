// Plays the demo clip with Media Source and Encrypted Media Extensions, and says which region granted the license.
//
// ?clip=clip-cenc|clip-cbcs  ?region=auto|seoul|tokyo  ?secure=only asks over TLS and nowhere else.
// `window.evergrant` holds what happened, for whoever drives this page.

const ATTEMPT_LIMIT_MS = 4000;
const CLEAR_KEY = "org.w3.clearkey";
const query = new URLSearchParams(location.search);
const report = (window.evergrant = {});
const element = (id) => document.getElementById(id);
let run = 0;

/** Begins anew: a fresh video element, so that no key of an earlier license is left. */
async function play(settings, choice) {
  const turn = ++run;
  Object.assign(report, {
    state: "loading", grantedBy: null, protocol: null, error: null, attempts: [], keys: [], frames: 0, currentTime: 0,
  });
  show();
  const video = document.createElement("video");
  Object.assign(video, { muted: true, autoplay: true, controls: true, playsInline: true });
  element("screen").replaceChildren(video);
  try {
    const clip = settings.clips.find((clip) => clip.name === choice.clip);
    if (!clip) throw new Error(`There is no clip called ${choice.clip}.`);
    await attachKeys(video, clip, await regionsInOrder(settings.regions, choice.region));
    await attachMedia(video, clip);
    await video.play();
    watch(video, turn);
  } catch (error) {
    if (turn === run) fail(error);
  }
}

function fail(error) {
  Object.assign(report, { state: "failed", error: String(error.message ?? error) });
  show();
}

/** The chosen region alone, or the one that the service's name points at and then the others. */
async function regionsInOrder(regions, choice) {
  if (choice !== "auto") return regions.filter((region) => region.region === choice);
  const pointed = (await (await fetch("name.json", { cache: "no-store" })).json()).region;
  return [...regions].sort((a, b) => (b.region === pointed) - (a.region === pointed));
}

async function attachKeys(video, clip, regions) {
  const capabilities = (kind) =>
    clip.tracks.filter((track) => track.type.startsWith(kind)).map((track) => ({ contentType: track.type }));
  const access = await navigator.requestMediaKeySystemAccess(CLEAR_KEY, [
    { initDataTypes: ["cenc"], videoCapabilities: capabilities("video"), audioCapabilities: capabilities("audio") },
  ]);
  await video.setMediaKeys(await access.createMediaKeys());
  const seen = new Set();
  video.addEventListener("encrypted", async (event) => {
    // Video and audio bring the same box: one session holds the keys of both.
    const box = new Uint8Array(event.initData).join();
    if (seen.has(box)) return;
    seen.add(box);
    const session = video.mediaKeys.createSession();
    session.addEventListener("message", async (message) => {
      try {
        await session.update(await license(message.message, clip.token, regions));
        report.keys = [...session.keyStatuses.values()];
        show();
      } catch (error) {
        fail(error);
      }
    });
    await session.generateRequest(event.initDataType, event.initData);
  });
}

/** Asks region after region until one grants; each answer is kept, refusals too. */
async function license(challenge, token, regions) {
  for (const region of regions) {
    for (const base of addresses(region)) {
      const granted = await attempt(region, new URL("/v1/licenses/clearkey", base), challenge, token);
      if (granted.license) return granted.license;
      if (granted.answered) break; // A refusal is the region's word; only silence is worth a second address.
    }
  }
  throw new Error("No region granted a license.");
}

/** TLS first; in clear only for a browser that does not know this run's certificate authority. */
function addresses(region) {
  return query.get("secure") === "only" ? [region.secure] : [region.secure, region.cleartext];
}

async function attempt(region, url, challenge, token) {
  const entry = { region: region.region, url: url.href, status: null, protocol: null, milliseconds: null };
  report.attempts.push(entry);
  const began = performance.now();
  try {
    const answer = await fetch(url, {
      method: "POST", body: challenge, headers: { Authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(ATTEMPT_LIMIT_MS),
    });
    const body = await answer.arrayBuffer();
    entry.status = answer.status;
    entry.protocol = await protocolOf(url);
    if (!answer.ok) return { answered: true };
    report.grantedBy = answer.headers.get("Evergrant-Region") ?? region.region;
    report.protocol = entry.protocol;
    return { answered: true, license: body };
  } catch (error) {
    entry.error = error.name;
    return { answered: false };
  } finally {
    entry.milliseconds = Math.round(performance.now() - began);
    show();
  }
}

/** What the browser spoke with that server, once it has written the entry down. */
async function protocolOf(url) {
  for (let turn = 0; turn < 10; turn++) {
    const entries = performance.getEntriesByType("resource").filter((entry) => entry.name === url.href);
    const last = entries[entries.length - 1];
    if (last?.nextHopProtocol) return last.nextHopProtocol;
    await new Promise(requestAnimationFrame);
  }
  return null;
}

async function attachMedia(video, clip) {
  const source = new MediaSource();
  video.src = URL.createObjectURL(source);
  await once(source, "sourceopen");
  const buffers = clip.tracks.map((track) => source.addSourceBuffer(track.type));
  await Promise.all(clip.tracks.map((track, index) => fill(buffers[index], clip, track)));
  source.endOfStream();
}

async function fill(buffer, clip, track) {
  for (const segment of track.segments) {
    const answer = await fetch(`clips/${clip.name}/${segment}`);
    if (!answer.ok) throw new Error(`${segment}: ${answer.status}`);
    buffer.appendBuffer(await answer.arrayBuffer());
    await once(buffer, "updateend");
  }
}

function once(target, name) {
  return new Promise((resolve) => target.addEventListener(name, resolve, { once: true }));
}

/** Copies the player's own counters into the report until another run begins. */
function watch(video, turn) {
  if (turn !== run) return;
  report.currentTime = video.currentTime;
  report.frames = video.getVideoPlaybackQuality().totalVideoFrames;
  if (report.state === "loading" && report.frames > 0) report.state = "playing";
  show();
  setTimeout(() => watch(video, turn), 200);
}

function show() {
  const verdicts = { loading: "Asking for a license…", failed: report.error, playing: `Playing, thanks to ${name(report.grantedBy)}` };
  element("verdict").textContent = verdicts[report.state];
  element("verdict").dataset.state = report.state;
  element("granted-by").textContent = name(report.grantedBy);
  element("protocol").textContent = { h2: "HTTP/2 over TLS", "http/1.1": "HTTP/1.1" }[report.protocol] ?? report.protocol ?? "–";
  element("keys").textContent = report.keys?.length ? `${report.keys.length} usable` : "–";
  element("frames").textContent = report.frames;
  element("position").textContent = `${report.currentTime.toFixed(1)} s`;
  element("attempts").replaceChildren(...report.attempts.map(line));
  showTrust();
}

function line(entry) {
  const item = document.createElement("li");
  item.className = entry.status === 200 ? "granted" : "refused";
  const outcome = entry.status ?? (entry.error ? "no answer" : "…");
  const scheme = new URL(entry.url).protocol === "https:" ? "TLS" : "in clear";
  item.textContent = `${name(entry.region)}, ${scheme}: ${outcome}${entry.milliseconds === null ? "" : ` after ${entry.milliseconds} ms`}`;
  return item;
}

/** A certificate authority made a minute ago is no browser's friend: say so, and how to go on over HTTP/2. */
function showTrust() {
  const untrusted = report.attempts.find((entry) => entry.error && entry.url.startsWith("https:"));
  const inClear = report.attempts.some((entry) => entry.status !== null && entry.url.startsWith("http:"));
  element("trust").hidden = !(untrusted && inClear);
  if (element("trust").hidden) return;
  const link = document.createElement("a");
  Object.assign(link, { href: new URL("/livez", untrusted.url), target: "_blank", rel: "noopener" });
  link.textContent = `open ${link.host}`;
  element("trust").replaceChildren(
    "This browser does not know the certificate authority that this run made for itself, so the license came over the " +
      "loopback in clear. To see HTTP/2 over TLS, ", link, ", accept the certificate for this visit, and play again.");
}

function name(region) {
  return region ? region[0].toUpperCase() + region.slice(1) : "–";
}

const choices = element("choices");
choices.elements.clip.value = query.get("clip") ?? "clip-cenc";
choices.elements.region.value = query.get("region") ?? "auto";
const settings = await (await fetch("settings.json", { cache: "no-store" })).json();
const start = () => play(settings, { clip: choices.elements.clip.value, region: choices.elements.region.value });
choices.addEventListener("submit", (event) => {
  event.preventDefault();
  start();
});
choices.addEventListener("change", start);
start();
