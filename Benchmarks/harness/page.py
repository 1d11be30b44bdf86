from .rounds import median, ratio
def write(results):
    for name, entry in results.items():
        samples = entry["samples"]; first = next(iter(samples))
        print("##", name)
        for k, v in samples.items():
            print(f"{k:40}", {m: (round(median(v, m),2), round(ratio(samples, k, first, m) or 0,2)) for m in v[0] if m not in ("parts","answers") and m in samples[first][0]})
