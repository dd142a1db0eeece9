namespace Ecom389.Monitor.Crawling;

/// <summary>The figures of one source's scan; used by one task at a time.</summary>
internal sealed class ScanTally
{
    private static readonly TimeSpan BetweenReports = TimeSpan.FromMilliseconds(200);

    private readonly SortedDictionary<string, int> _refused = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _errors = new(StringComparer.Ordinal);
    private long _lastReport;

    public int Pages { get; private set; }

    public int Listings { get; private set; }

    public int Flagged { get; private set; }

    /// <summary>URLs given up.</summary>
    public int Failed { get; set; }

    public string LastError { get; set; } = "";

    public IReadOnlyDictionary<string, int> Refused => _refused;

    public IReadOnlyDictionary<string, int> Errors => _errors;

    /// <summary>The code of a refusal by the egress proxy, if there was one.</summary>
    public string? AddressRefusal => _refused.Keys.FirstOrDefault(code => code.StartsWith("address:", StringComparison.Ordinal) || code is "odd-address" or "port");

    /// <summary>Pages that were as before.</summary>
    public int Unchanged { get; private set; }

    /// <summary>Pages that are no longer there.</summary>
    public int Gone { get; private set; }

    public void Page(PageHandled handled, bool unchanged, bool gone)
    {
        Pages++;
        if (unchanged) Unchanged++;
        if (gone) Gone++;
        Listings += handled.Listings;
        Flagged += handled.Flagged;
    }

    public void Refuse(string code) => _refused[code] = _refused.GetValueOrDefault(code) + 1;

    public void Error(string code) => _errors[code] = _errors.GetValueOrDefault(code) + 1;

    public bool IsReportDue(TimeProvider time)
    {
        if (_lastReport != 0 && time.GetElapsedTime(_lastReport) < BetweenReports) return false;
        _lastReport = time.GetTimestamp();
        return true;
    }

    public ScanProgress Progress(string sourceId, int pending, string? url, ScanOutcome? outcome) =>
        new(sourceId, Pages, pending, Listings, Flagged, _refused.Values.Sum(), _errors.Values.Sum(), url, outcome);
}
