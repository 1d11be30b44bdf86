from .rounds import median, ratio
def write(results):
    for name, entry in results.items():
        samples = entry["samples"]; first = next(iter(samples))
        print("##", name)
        for k, v in samples.items():
            m = "cpu" if "cpu" in v[0] else "rate"
            print(f"{k:40} {median(v, m):10.2f} x{ratio(samples, k, first, m) if m in samples[first][0] else 0:.2f}  {median(v,'rate'):9.0f}/s", v[0].get("parts",""))
