using System.Diagnostics.Metrics;
using System.Globalization;

namespace Ecom389.Monitor.Bench.Site;

/// <summary>
/// How long the site itself worked on each kind of request, by ASP.NET Core's own measure (<c>http.server.request.duration</c>): what a
/// client on the same two cores waits for its own turn is not in it, waiting for a lock, a disk or a core of the site's is.
/// </summary>
internal sealed class ServerTimes : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<double>> _byKind = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();

    public ServerTimes()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (string.Equals(instrument.Name, "http.server.request.duration", StringComparison.Ordinal)) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((_, seconds, tags, _) => Add(seconds * 1000, tags));
        _listener.Start();
    }

    /// <summary>A line a kind of request since the last call.</summary>
    public IReadOnlyList<string> Take()
    {
        lock (_lock)
        {
            var lines = _byKind.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair =>
            {
                pair.Value.Sort();
                var times = pair.Value;
                return string.Create(CultureInfo.InvariantCulture, $"{pair.Key}\t{times.Count}\t{times[times.Count / 2]:F1}\t{times[Math.Min(times.Count - 1, times.Count * 95 / 100)]:F1}\t{times[^1]:F1}");
            }).ToArray();
            _byKind.Clear();
            return lines;
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Add(double milliseconds, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string method = "", route = "";
        foreach (var tag in tags)
        {
            if (string.Equals(tag.Key, "http.request.method", StringComparison.Ordinal)) method = tag.Value as string ?? "";
            if (string.Equals(tag.Key, "http.route", StringComparison.Ordinal)) route = tag.Value as string ?? "";
        }

        var kind = (method, route.Trim('/')) switch
        {
            ("GET", "hang-doi") => "list",
            ("POST", "hang-doi") => "next",
            ("GET", "") => "overview",
            ("GET", "tim") => "search",
            ("GET", var path) when path.StartsWith("muc", StringComparison.Ordinal) => "item",
            ("POST", var path) when path.StartsWith("muc", StringComparison.Ordinal) => "decision",
            _ => null,
        };
        if (kind is null) return;
        lock (_lock)
        {
            if (!_byKind.TryGetValue(kind, out var times)) _byKind[kind] = times = [];
            times.Add(milliseconds);
        }
    }
}
