-- What wrk measured, as one line of JSON. With the word "look" every answer is looked at, which costs time of its own.
local threads, look = {}, false

function setup(thread)
  table.insert(threads, thread)
end

function init(words)
  look = words[1] == "look"
  other, kept = 0, 0
  if not look then response = nil end
end

function response(status, headers)
  if status ~= 200 then other = other + 1 end
  if headers["Cache-Control"] ~= "no-store" then kept = kept + 1 end
end

function done(summary, latency)
  local other, kept = 0, 0
  for _, thread in ipairs(threads) do
    other, kept = other + thread:get("other"), kept + thread:get("kept")
  end
  local errors = summary.errors
  local lost = errors.connect + errors.read + errors.write + errors.timeout + errors.status
  io.write(string.format(
    '{"requests": %d, "seconds": %f, "bytes": %d, "errors": %d, "p50": %f, "p99": %f, "other": %d, "kept": %d}\n',
    summary.requests, summary.duration / 1e6, summary.bytes, lost,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, other, kept
  ))
end
