// The time zone of this device: filled in at sign-up, only ever offered afterwards.
const select = document.querySelector("select[data-zone]");
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;

function choose(zone) {
  if (![...select.options].some((option) => option.value === zone)) {
    select.add(new Option(zone.replaceAll("_", " "), zone));
  }
  select.value = zone;
}

function offer(zone) {
  const box = document.querySelector("[data-zone-offer]");
  const words = box.querySelector("[data-zone-words]");
  words.textContent = words.dataset.zoneWords.replace("{zone}", zone.replaceAll("_", " "));
  box.querySelector("button").addEventListener("click", () => {
    choose(zone);
    box.hidden = true;
  });
  box.hidden = false;
}

// One zone may go by two names; the same wall time all year round is the same zone.
function sameTime(one, other) {
  const months = [0, 3, 6, 9].map((month) => new Date(Date.UTC(new Date().getUTCFullYear(), month, 1)));
  const told = (timeZone) => months.map((day) => day.toLocaleString("en-GB", { timeZone })).join();
  return told(one) === told(other);
}

const keeps = select?.form.hasAttribute("data-keeps-zone");
if (select && here && keeps && !sameTime(select.value, here)) offer(here);
if (select && here && !keeps && select.value === "UTC") choose(here);
