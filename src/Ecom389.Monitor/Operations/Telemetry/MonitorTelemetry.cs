using System.Diagnostics;
using System.Diagnostics.Metrics;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Operations.Telemetry;

/// <summary>
/// What the program measures of itself, on .NET's own OpenTelemetry instruments: any collector that listens to the meter and the
/// source <c>Ecom389.Monitor</c> gets it; our own text endpoint is one such listener. Names follow OpenTelemetry's conventions,
/// units are UCUM's. Instruments are the process's: they hold no state of ours.
/// </summary>
internal static class MonitorTelemetry
{
    public const string Name = "Ecom389.Monitor";

    private static readonly Meter Meter = new(Name, typeof(MonitorTelemetry).Assembly.GetName().Version?.ToString());
    private static readonly Counter<long> JobRuns = Meter.CreateCounter<long>("ecom389.job.runs", "{run}", "Runs of scheduled jobs by how they ended");
    private static readonly Histogram<double> JobDuration = Meter.CreateHistogram<double>("ecom389.job.duration", "s", "How long scheduled jobs took");
    private static readonly Counter<long> Pages = Meter.CreateCounter<long>("ecom389.scan.pages", "{page}", "Pages acknowledged by scans");
    private static readonly Counter<long> Listings = Meter.CreateCounter<long>("ecom389.scan.listings", "{listing}", "Listings seen by scans");
    private static readonly Counter<long> Flagged = Meter.CreateCounter<long>("ecom389.scan.flagged", "{listing}", "Listings flagged by scans");

    /// <summary>Spans of jobs and of a page's way.</summary>
    public static ActivitySource Spans { get; } = new(Name);

    public static void JobEnded(string job, JobState state, TimeSpan took)
    {
        var name = new KeyValuePair<string, object?>("job", job);
        JobRuns.Add(1, name, new("state", state.ToString().ToLowerInvariant()));
        JobDuration.Record(took.TotalSeconds, name);
    }

    public static void Scanned(string source, int pages, int listings, int flagged)
    {
        var name = new KeyValuePair<string, object?>("source", source);
        Pages.Add(pages, name);
        Listings.Add(listings, name);
        Flagged.Add(flagged, name);
    }
}
